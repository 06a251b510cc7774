package dev.chronicle.benchmarks;

/** One publisher and some subscribers, each on a thread of its own, that lose nothing. */
interface FanOut {

    /** Hands a message to every subscriber; waits where one is full. One thread. */
    void publish() throws InterruptedException;

    /** How many messages all subscribers together have received so far. */
    long received();

    /** Ends the subscribers. */
    void stop() throws InterruptedException;
}
