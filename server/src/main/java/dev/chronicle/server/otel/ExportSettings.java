package dev.chronicle.server.otel;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What the environment says of exporting, in the words of the SDK. */
final class ExportSettings {

    private static final String PREFIX = "OTEL_";

    /** Whoever names one of these wants something exported; the others only say how. */
    private static final List<String> SWITCHES =
            List.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                    "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
                    "OTEL_TRACES_EXPORTER",
                    "OTEL_METRICS_EXPORTER");

    private static final List<String> PROTOCOLS =
            List.of(
                    "OTEL_EXPORTER_OTLP_PROTOCOL",
                    "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
                    "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL");

    private static final String PROTOCOL = "http/protobuf";

    private static final Pattern PROPERTY = Pattern.compile("otel(?:\\.[a-z0-9_]+)+");

    private ExportSettings() {}

    static boolean isOn(Map<String, String> environment) {
        return !environment.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true")
                && SWITCHES.stream().anyMatch(name -> isSet(environment, name));
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isEmpty();
    }

    /** There are no logs to export, and the SDK would speak gRPC. */
    static Map<String, String> defaults() {
        return Map.of(
                "otel.service.name", "chronicle",
                "otel.exporter.otlp.protocol", PROTOCOL,
                "otel.logs.exporter", "none");
    }

    /** {@code OTEL_SERVICE_NAME} is {@code otel.service.name} to the SDK, and so on. */
    static Map<String, String> properties(Map<String, String> environment) {
        Map<String, String> properties = new HashMap<>();
        environment.forEach(
                (name, value) -> {
                    if (name.startsWith(PREFIX) && !value.isEmpty()) {
                        properties.put(
                                name.toLowerCase(Locale.ROOT).replace('_', '.'), value.strip());
                    }
                });
        return properties;
    }

    /**
     * @throws InvalidExportException if another protocol is asked for than the one there is
     */
    static void requireOurProtocol(Map<String, String> environment) {
        for (String name : PROTOCOLS) {
            String protocol = environment.getOrDefault(name, "");
            if (!protocol.isEmpty() && !protocol.strip().equals(PROTOCOL)) {
                throw new InvalidExportException(
                        "%s must be %s: %s".formatted(name, PROTOCOL, protocol));
            }
        }
    }

    /** The message with the names of variables, which is what the user has set. */
    static String inVariables(String message) {
        return PROPERTY.matcher(message)
                .replaceAll(name -> name.group().toUpperCase(Locale.ROOT).replace('.', '_'));
    }
}
