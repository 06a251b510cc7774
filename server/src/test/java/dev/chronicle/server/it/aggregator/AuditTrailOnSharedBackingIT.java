package dev.chronicle.server.it.aggregator;

import dev.chronicle.server.it.OnSharedBacking;
import dev.chronicle.server.it.ServerProcess;

@OnSharedBacking
class AuditTrailOnSharedBackingIT extends AuditTrailIT {

    AuditTrailOnSharedBackingIT(ServerProcess server) {
        super(server);
    }
}
