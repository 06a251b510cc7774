package dev.chronicle.server.it.aggregator;

import dev.chronicle.server.it.OnSharedBacking;
import dev.chronicle.server.it.ServerProcess;

@OnSharedBacking
class StatsOnSharedBackingIT extends StatsIT {

    StatsOnSharedBackingIT(ServerProcess server) {
        super(server);
    }
}
