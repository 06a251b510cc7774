package dev.chronicle.cluster;

import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent.ClusterEvent;

/** Tells which nodes come and go. */
final class NodeTelemetry {

    private final Telemetry telemetry;
    private View seen;

    private NodeTelemetry(View seen, Telemetry telemetry) {
        this.seen = seen;
        this.telemetry = telemetry;
    }

    /** Tells of what happens to the network from now on. */
    static void tell(Network network, Telemetry telemetry) {
        network.onView(new NodeTelemetry(network.view(), telemetry)::changed);
    }

    private synchronized void changed(View view) {
        int members = view.members().size();
        for (Member member : view.members()) {
            if (!seen.has(member)) {
                telemetry.emit(() -> new ClusterEvent.NodeUp(member.name(), members));
            }
        }
        for (Member member : seen.members()) {
            if (!view.has(member)) {
                telemetry.emit(() -> new ClusterEvent.NodeDown(member.name(), members));
            }
        }
        seen = view;
    }
}
