package dev.chronicle.cluster;

import dev.chronicle.event.StreamId;

/**
 * One part of the streams, and one node's time with it. A stream belongs to one partition, always
 * the same one.
 *
 * @param number from 0
 * @param of how many there are
 * @param epoch grows with every owner that a partition has. State that is shared by the nodes can
 *     keep the highest epoch it has seen and refuse what comes with a lower one: a node that was
 *     paused and does not know yet that another has taken over
 */
public record Partition(int number, int of, long epoch) {

    public Partition {
        if (number < 0 || number >= of || epoch < 0) {
            throw new IllegalArgumentException(
                    "a partition needs 0 <= number < of and epoch >= 0: number=%d of=%d epoch=%d"
                            .formatted(number, of, epoch));
        }
    }

    /** Whether the events of the stream belong to it. */
    public boolean has(StreamId stream) {
        return Rendezvous.bucket(stream.toString(), of) == number;
    }
}
