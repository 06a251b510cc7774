package dev.chronicle.cluster;

import java.util.Optional;

/** Work that nodes share, by the id under which those that take part in it are registered. */
sealed interface SharedWork {

    /** The id in the registry. */
    String registered();

    /** A projection in parts. */
    record OfProjection(String name, int partitions) implements SharedWork {

        private static final String PREFIX = "projection/";

        @Override
        public String registered() {
            return PREFIX + partitions + "/" + name;
        }

        private static Optional<SharedWork> parse(String registered) {
            int slash = registered.indexOf('/', PREFIX.length());
            if (!registered.startsWith(PREFIX) || slash < 0) {
                return Optional.empty();
            }
            try {
                int partitions = Integer.parseInt(registered.substring(PREFIX.length(), slash));
                return partitions < 1 || partitions > ClusteredProjections.MAX_PARTITIONS
                        ? Optional.empty()
                        : Optional.of(
                                new OfProjection(registered.substring(slash + 1), partitions));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    /** The aggregates of a category. */
    record OfAggregates(String category) implements SharedWork {

        private static final String PREFIX = "aggregate/";

        @Override
        public String registered() {
            return PREFIX + category;
        }

        private static Optional<SharedWork> parse(String registered) {
            return registered.startsWith(PREFIX)
                    ? Optional.of(new OfAggregates(registered.substring(PREFIX.length())))
                    : Optional.empty();
        }
    }

    /** What is registered under an id; nothing if that is a store. */
    static Optional<SharedWork> parse(String registered) {
        return OfProjection.parse(registered).or(() -> OfAggregates.parse(registered));
    }
}
