package dev.chronicle.cluster;

/** A node was asked for a store that it does not offer, or no more. */
final class NotOfferedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotOfferedException(Member node, Offers.Key key) {
        super(
                "the node does not offer this worker: node=%s store=%s worker=%s"
                        .formatted(node, key.store(), key.workerId()));
    }
}
