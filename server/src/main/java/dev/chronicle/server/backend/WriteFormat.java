package dev.chronicle.server.backend;

import dev.chronicle.server.http.PendingWrite;

/** How a pending write becomes bytes for another process, and one of its own again there. */
public interface WriteFormat<M extends PendingWrite> {

    /** Everything that is to be stored of it. */
    byte[] encode(M message);

    /**
     * The same, with nobody who waits for it yet.
     *
     * @throws RuntimeException if the bytes are none
     */
    M decode(byte[] bytes);
}
