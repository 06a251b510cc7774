package dev.chronicle.server.cli;

import java.time.Duration;
import java.util.Optional;

/** What became of one request to publish. */
sealed interface PublishAnswer {

    /** The server has taken all of its events. */
    record Accepted() implements PublishAnswer {}

    /**
     * The server wants none of it, and would not if it were sent again.
     *
     * @param kind few words, the same for the same cause
     * @param detail what the server says
     */
    record Refused(String kind, String detail) implements PublishAnswer {}

    /**
     * It went wrong in a way that may pass.
     *
     * @param kind few words, the same for the same cause
     * @param detail what is known about this one
     * @param mayBeStored whether the server may have taken the events all the same
     * @param retryAfter how long the server asks to be left alone
     */
    record Failed(String kind, String detail, boolean mayBeStored, Optional<Duration> retryAfter)
            implements PublishAnswer {}
}
