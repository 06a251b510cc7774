package dev.chronicle.server.cli;

import java.util.OptionalLong;

/**
 * Whether what the server has counted is what was sent.
 *
 * @param accepted events in the batches that the server has accepted
 * @param unsure events in attempts that failed although the server may have taken them
 * @param unique how many different events there are in what was accepted, where that is known
 */
record StatisticsCheck(long accepted, long unsure, OptionalLong unique) {

    /** One sentence that starts with "adds up" or "does NOT add up". */
    String verdict(Statistics counted) {
        if (counted.received() != counted.unique() + counted.dropped()) {
            return "does NOT add up: received is not unique plus duplicates";
        }
        long more = counted.received() - accepted;
        if (more < 0) {
            return "does NOT add up: %,d accepted events were not received".formatted(-more);
        }
        if (more > unsure) {
            return "does NOT add up: %,d more events received than sent; does somebody else publish?"
                    .formatted(more - unsure);
        }
        if (unique.isPresent() && counted.unique() != unique.getAsLong()) {
            return counted.unique() < unique.getAsLong()
                    ? "adds up, but %,d of the %,d different events had been there before"
                            .formatted(unique.getAsLong() - counted.unique(), unique.getAsLong())
                    : "does NOT add up: %,d unique events from %,d different ones"
                            .formatted(counted.unique(), unique.getAsLong());
        }
        if (unsure > 0) {
            return "adds up: received %,d more than accepted; attempts that failed may have added up to %,d"
                    .formatted(more, unsure);
        }
        return "adds up: received what was accepted"
                + (unique.isPresent() ? ", each different event once" : "");
    }
}
