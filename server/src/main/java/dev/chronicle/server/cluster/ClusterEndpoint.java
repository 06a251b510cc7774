package dev.chronicle.server.cluster;

import dev.chronicle.cluster.Assignments;
import dev.chronicle.cluster.ClusterNode;
import dev.chronicle.cluster.Member;
import dev.chronicle.cluster.Worker;
import dev.chronicle.server.http.Answer;
import dev.chronicle.server.http.Json;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.core.JsonGenerator;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code GET /cluster}: which nodes there are, who leads, and who does what. */
final class ClusterEndpoint {

    private final Supplier<Optional<ClusterNode.Status>> status;

    ClusterEndpoint(Supplier<Optional<ClusterNode.Status>> status) {
        this.status = status;
    }

    void get(ServerRequest request, ServerResponse response) {
        Optional<ClusterNode.Status> now = status.get();
        byte[] body =
                Json.bytes(
                        json -> {
                            json.writeStartObject();
                            json.writeBooleanProperty("clustered", now.isPresent());
                            now.ifPresent(it -> write(json, it));
                            json.writeEndObject();
                        });
        Answer.json(request, response, Status.OK_200, body);
    }

    private static void write(JsonGenerator json, ClusterNode.Status status) {
        json.writeStringProperty("node", status.self().name());
        json.writeStringProperty("health", status.majority() ? leading(status) : "no_majority");
        if (status.leader().isPresent()) {
            json.writeStringProperty("leader", status.leader().get().name());
        } else {
            json.writeNullProperty("leader");
        }
        names(json, "nodes", status.voters());
        names(json, "reachable", status.members());
        json.writeArrayPropertyStart("workers");
        status.workers().forEach(it -> write(json, it));
        json.writeEndArray();
        json.writeArrayPropertyStart("projections");
        status.assignments().projections().forEach(it -> write(json, it));
        json.writeEndArray();
        json.writeArrayPropertyStart("aggregates");
        status.assignments().aggregates().forEach(it -> write(json, it));
        json.writeEndArray();
    }

    private static String leading(ClusterNode.Status status) {
        return status.leader().isPresent() ? "healthy" : "no_leader";
    }

    private static void names(JsonGenerator json, String property, List<Member> members) {
        json.writeArrayPropertyStart(property);
        members.forEach(it -> json.writeString(it.name()));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Assignments.OfProjection projection) {
        json.writeStartObject();
        json.writeStringProperty("projection", projection.name());
        names(json, "partitions", projection.owners());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Assignments.OfAggregates aggregates) {
        json.writeStartObject();
        json.writeStringProperty("category", aggregates.category());
        names(json, "nodes", aggregates.nodes());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Worker worker) {
        json.writeStartObject();
        json.writeStringProperty("store", worker.store());
        json.writeStringProperty("node", worker.node().name());
        json.writeStringProperty("id", worker.id());
        json.writeStringProperty("registered_at", worker.registeredAt().toString());
        json.writeEndObject();
    }
}
