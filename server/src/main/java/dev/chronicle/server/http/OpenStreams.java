package dev.chronicle.server.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The answers that go on until the client leaves: how many there may be, and the end of them all
 * when the server stops. Threads share it.
 */
public final class OpenStreams {

    private final int max;
    private final Semaphore free;
    private final Set<Place> places = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /**
     * @param max the most at once
     */
    public OpenStreams(int max) {
        this.max = max;
        free = new Semaphore(max);
    }

    /**
     * Makes room for one.
     *
     * @param end makes the answer end soon; called at most once, by the thread that stops the
     *     server
     * @throws Problem 503, if there are too many, or the server stops
     */
    public Place enter(Runnable end) {
        if (!free.tryAcquire()) {
            throw Problem.unavailable("too many streams are open: max=" + max);
        }
        Place place = new Place(end);
        places.add(place);
        if (stopping) {
            place.close();
            throw Problem.unavailable("the server is stopping");
        }
        return place;
    }

    /** How many are open. */
    public int open() {
        return places.size();
    }

    /** Takes no more, and makes those that are open end. */
    public void stop() {
        stopping = true;
        places.forEach(place -> place.end.run());
    }

    /** What an open stream takes up; closed when it has ended. */
    public final class Place implements AutoCloseable {

        private final Runnable end;

        private Place(Runnable end) {
            this.end = end;
        }

        @Override
        public void close() {
            if (places.remove(this)) {
                free.release();
            }
        }
    }
}
