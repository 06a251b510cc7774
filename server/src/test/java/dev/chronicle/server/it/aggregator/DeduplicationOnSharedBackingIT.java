package dev.chronicle.server.it.aggregator;

import dev.chronicle.server.it.OnSharedBacking;
import dev.chronicle.server.it.ServerProcess;

@OnSharedBacking
class DeduplicationOnSharedBackingIT extends DeduplicationIT {

    DeduplicationOnSharedBackingIT(ServerProcess server) {
        super(server);
    }
}
