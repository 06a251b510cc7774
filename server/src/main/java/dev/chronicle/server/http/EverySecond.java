package dev.chronicle.server.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;

/** Does small chores once a second, on a thread of its own. */
public final class EverySecond {

    private static final Logger log = LoggerFactory.getLogger(EverySecond.class);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Runnable> chores;
    private final Thread thread = Thread.ofVirtual().name("every-second").unstarted(this::run);

    public EverySecond(List<Runnable> chores) {
        this.chores = chores;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(SECOND);
                chores.forEach(EverySecond::perform);
            }
        } catch (InterruptedException e) {
            chores.forEach(EverySecond::perform);
        }
    }

    private static void perform(Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException | Error e) {
            // the others depend on this thread, and so does the next second
            log.error("a chore failed", e);
        }
    }

    /** Does them once more, and no more. */
    public void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
