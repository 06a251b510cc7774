package dev.chronicle.server.it.aggregator;

import dev.chronicle.server.it.OnSharedBacking;
import dev.chronicle.server.it.ServerProcess;

@OnSharedBacking
class WholeAggregatorOnSharedBackingIT extends WholeAggregatorIT {

    WholeAggregatorOnSharedBackingIT(ServerProcess server) {
        super(server);
    }
}
