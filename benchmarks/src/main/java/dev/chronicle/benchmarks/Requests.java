package dev.chronicle.benchmarks;

import java.nio.ByteBuffer;

/** The requests that one connection sends, one after the other. One thread. */
interface Requests {

    /** The most bytes of one request. */
    int size();

    /** Puts the next request into {@code target}. */
    void put(ByteBuffer target);

    /** The status that says that it was stored. */
    int accepted();
}
