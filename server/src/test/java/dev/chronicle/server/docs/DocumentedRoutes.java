package dev.chronicle.server.docs;

import dev.chronicle.server.http.Endpoint;

import io.helidon.http.Method;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The methods of each path: those that {@code openapi.json} tells of, and those there are. */
public final class DocumentedRoutes {

    private DocumentedRoutes() {}

    /** What the document says. */
    public static SortedMap<String, SortedSet<String>> ofDocument() {
        SortedMap<String, SortedSet<String>> routes = new TreeMap<>();
        for (Map.Entry<String, JsonNode> path : document().get("paths").properties()) {
            SortedSet<String> methods = new TreeSet<>();
            path.getValue()
                    .propertyNames()
                    .forEach(method -> methods.add(method.toUpperCase(Locale.ROOT)));
            routes.put(path.getKey(), methods);
        }
        return routes;
    }

    /** What a router answers. {@code HEAD} is left out: the document says it once for all. */
    public static SortedMap<String, SortedSet<String>> of(Map<String, Endpoint> endpoints) {
        SortedMap<String, SortedSet<String>> routes = new TreeMap<>();
        endpoints.forEach(
                (path, endpoint) -> {
                    SortedSet<String> methods = new TreeSet<>();
                    endpoint.actions().keySet().stream()
                            .filter(method -> method != Method.HEAD)
                            .forEach(method -> methods.add(method.text()));
                    routes.put(path, methods);
                });
        return routes;
    }

    static JsonNode document() {
        return new JsonMapper().readTree(Resource.bytes("openapi.json"));
    }
}
