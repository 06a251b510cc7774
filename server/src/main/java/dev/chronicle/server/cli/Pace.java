package dev.chronicle.server.cli;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** When the requests of a load are due. Threads may share it. */
sealed interface Pace {

    /**
     * When the user's next request is due.
     *
     * @param ready when the user is ready to send it, in nanoseconds since the start of the run
     * @return likewise; it may be past already
     */
    long nextDue(long ready);

    /**
     * From when the latency of a request counts, all in nanoseconds since the start of the run.
     *
     * @param sent when it was really sent
     */
    long latencyFrom(long due, long sent);

    /**
     * How many requests are due until then, whether or not they were sent; -1 if nobody can say.
     */
    long dueUntil(long nanos);

    /**
     * Each user sends as soon as it has its answer and has paused: a slow server gets fewer
     * requests.
     */
    record Users(Duration pause) implements Pace {

        @Override
        public long nextDue(long ready) {
            return ready == 0 ? 0 : ready + pause.toNanos();
        }

        @Override
        public long latencyFrom(long due, long sent) {
            return sent;
        }

        @Override
        public long dueUntil(long nanos) {
            return -1;
        }
    }

    /**
     * So many a second, whatever the server does. Whoever is free takes the next one; one that had
     * to wait for somebody free is late, and stays due when it was due.
     */
    record Rate(int perSecond, AtomicLong next) implements Pace {

        private static final long SECOND = Duration.ofSeconds(1).toNanos();

        Rate(int perSecond) {
            this(perSecond, new AtomicLong());
        }

        @Override
        public long nextDue(long ready) {
            long number = next.getAndIncrement();
            return number / perSecond * SECOND + number % perSecond * SECOND / perSecond;
        }

        /** Else a stalled server would hide how long the requests behind the stall had to wait. */
        @Override
        public long latencyFrom(long due, long sent) {
            return due;
        }

        @Override
        public long dueUntil(long nanos) {
            long seconds = nanos / SECOND;
            return seconds * perSecond + Math.ceilDiv(nanos % SECOND * perSecond, SECOND);
        }
    }
}
