package dev.chronicle.cluster;

/** Answers what other nodes ask. Called by many virtual threads at once, and may block. */
@FunctionalInterface
interface RequestHandler {

    /**
     * The answer; of a message that was only told, nobody sees it.
     *
     * @throws Exception reaches who asked as {@link MemberFailedException}, by its message
     */
    byte[] handle(Member from, byte[] request) throws Exception;
}
