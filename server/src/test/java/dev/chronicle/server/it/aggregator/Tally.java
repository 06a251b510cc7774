package dev.chronicle.server.it.aggregator;

import tools.jackson.databind.JsonNode;

/** Deliveries by what became of them. */
record Tally(long received, long queued, long processed, long dropped, long failed) {

    static final Tally NOTHING = of(0, 0);

    /** Of deliveries none of which failed. */
    static Tally of(long processed, long dropped) {
        return new Tally(processed + dropped, processed + dropped, processed, dropped, 0);
    }

    /**
     * @param prefix of the names
     */
    static Tally of(JsonNode json, String prefix) {
        return new Tally(
                json.get(prefix + "received").asLong(),
                json.get(prefix + "queued").asLong(),
                json.get(prefix + "processed").asLong(),
                json.get(prefix + "dropped").asLong(),
                json.get(prefix + "failed").asLong());
    }

    Tally plus(Tally other) {
        return new Tally(
                received + other.received,
                queued + other.queued,
                processed + other.processed,
                dropped + other.dropped,
                failed + other.failed);
    }

    /** With one more row of the trail. */
    Tally plus(String action) {
        return switch (action) {
            case "RECEIVED" -> plus(new Tally(1, 0, 0, 0, 0));
            case "QUEUED" -> plus(new Tally(0, 1, 0, 0, 0));
            case "PROCESSED" -> plus(new Tally(0, 0, 1, 0, 0));
            case "DROPPED" -> plus(new Tally(0, 0, 0, 1, 0));
            case "FAILED" -> plus(new Tally(0, 0, 0, 0, 1));
            default -> throw new IllegalArgumentException("action=" + action);
        };
    }
}
