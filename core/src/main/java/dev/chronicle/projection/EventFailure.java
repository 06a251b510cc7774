package dev.chronicle.projection;

/** Why a batch was not applied whole. Never leaves the package, and needs no stack of its own. */
final class EventFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** How sure it is that the event at the index is to blame. */
    enum Blame {
        /** It, and it will be tomorrow: its bytes cannot be decoded. */
        FOR_GOOD,
        /** It. */
        THIS_EVENT,
        /** It or one of those behind it in the batch; none of them has had an effect. */
        ONE_OF_THE_REST
    }

    private final int index;
    private final Blame blame;
    private final Throwable failure;

    EventFailure(int index, Blame blame, Throwable failure) {
        super(null, failure, false, false);
        this.index = index;
        this.blame = blame;
        this.failure = failure;
    }

    /** All events of the batch before this one are applied. */
    int index() {
        return index;
    }

    Blame blame() {
        return blame;
    }

    Throwable failure() {
        return failure;
    }
}
