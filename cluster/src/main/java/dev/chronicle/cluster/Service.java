package dev.chronicle.cluster;

/** What a message between nodes is about: one handler each. */
enum Service {
    /** Calls to stores that live elsewhere. */
    STORE(1),
    /** Messages of channels. */
    CHANNELS(2),
    /** That a log has grown. */
    WAKE_UP(3),
    /** Commands to aggregates. */
    COMMANDS(4),
    /** What all nodes are to agree on, to the node that leads. */
    CONSENSUS(5),
    /** Parts of projections that go from one node to another. */
    PROJECTIONS(6);

    /** Stands on the wire, so it never changes. */
    final byte code;

    Service(int code) {
        this.code = (byte) code;
    }

    static Service of(int code) {
        for (Service service : values()) {
            if (service.code == code) {
                return service;
            }
        }
        throw new MalformedMessageException("unknown service=" + code);
    }
}
