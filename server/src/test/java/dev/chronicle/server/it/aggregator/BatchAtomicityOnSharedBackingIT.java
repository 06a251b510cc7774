package dev.chronicle.server.it.aggregator;

import dev.chronicle.server.it.OnSharedBacking;
import dev.chronicle.server.it.ServerProcess;

@OnSharedBacking
class BatchAtomicityOnSharedBackingIT extends BatchAtomicityIT {

    BatchAtomicityOnSharedBackingIT(ServerProcess server) {
        super(server);
    }
}
