package dev.chronicle.projection;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.projection.ProjectionStatus.State;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.Subscription;
import dev.chronicle.supervision.Task;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Spliterator;
import java.util.stream.Stream;

/**
 * The work of a projection, run again after every failure: reads to the head of the log, waits for
 * a commit, reads on. Only its position says how far it is, and only here it moves.
 */
final class ProjectionRun implements Task {

    /** The wait for a commit is begun again so often; nothing depends on it. */
    private static final Duration LONG = Duration.ofHours(1);

    private final EventStore store;
    private final Projection projection;
    private final Progress progress;
    private final PoisonControl poison;
    private final Tries tries;
    private final Whereabouts whereabouts;
    private final Batch batch = new Batch();
    private @Nullable PoisonEventException stoppedBy;

    ProjectionRun(
            EventStore store,
            Projection projection,
            Target target,
            Progress progress,
            ProjectionOptions options) {
        this.store = store;
        this.projection = projection;
        this.progress = progress;
        poison = new PoisonControl(projection, options);
        tries = new Tries();
        whereabouts = new Whereabouts(store, projection, target, progress, options.telemetry());
    }

    @Override
    public void run() throws Exception {
        if (!progress.begin()) {
            return;
        }
        State state = State.STOPPED;
        Throwable why = null;
        try {
            begin();
            workAndKeep();
        } catch (StoreClosedException e) {
            why = e;
        } catch (Throwable e) {
            why = e;
            if (e == stoppedBy || e instanceof AheadOfLogException) {
                state = State.POISONED;
            } else {
                state = progress.mayGoOn() ? State.RESTARTING : State.STOPPED;
                whereabouts.failed(e);
                throw e;
            }
        } finally {
            progress.end(state, why);
        }
    }

    private void begin() throws Exception {
        if (whereabouts.find().equals(Position.START)) {
            poison.forget();
            projection.onStart().reset();
        }
        whereabouts.begin(poison.parked());
    }

    /** What has been dealt with is kept, however it ends. */
    private void workAndKeep() throws Exception {
        try {
            work();
        } catch (Throwable e) {
            boolean interrupted = Thread.interrupted();
            try {
                whereabouts.keep();
            } catch (Exception notKept) {
                e.addSuppressed(notKept);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            throw e;
        }
        whereabouts.keep();
    }

    private void work() throws Exception {
        while (progress.mayGoOn()) {
            Position head = store.head();
            if (head.compareTo(whereabouts.position()) > 0) {
                readTo(head);
            } else {
                progress.live();
                awaitCommit();
            }
        }
    }

    private void readTo(Position head) throws Exception {
        Position from = whereabouts.position();
        try (Stream<Event> events =
                store.read(projection.query(), from, Long.MAX_VALUE, Direction.FORWARDS)) {
            Spliterator<Event> source = events.spliterator();
            while (batch.fill(source, atOnce())) {
                apply(batch.events());
                if (!progress.mayGoOn()) {
                    return;
                }
                whereabouts.moveTo(new Position(batch.last()));
            }
        }
        whereabouts.moveTo(head);
    }

    private int atOnce() {
        return tries.atOnce(whereabouts.position().value(), projection.batch());
    }

    private void apply(List<Event> events) throws Exception {
        int done = 0;
        while (done < events.size() && progress.mayGoOn()) {
            try {
                done = whereabouts.apply(events, done);
            } catch (EventFailure failure) {
                if (failure.index() > done) {
                    whereabouts.applied(events, done, failure.index());
                }
                done = failure.index();
                giveUpOrSkip(failure, events);
                done++;
            }
        }
    }

    /** Returns if the event is parked; otherwise this run ends. */
    private void giveUpOrSkip(EventFailure failure, List<Event> events) throws Exception {
        if (failure.failure() instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        Event event = events.get(failure.index());
        // what fails when told to stop may fail for that
        int count = progress.mayGoOn() ? tries.failed(failure, events) : 0;
        PoisonEventException why =
                new PoisonEventException(projection.name(), event, count, failure.failure());
        if (!progress.mayGoOn()) {
            throw why;
        }
        switch (poison.judge(event, why, failure.blame(), count, progress.parked())) {
            case TRY_AGAIN -> throw why;
            case STOP -> {
                stoppedBy = why;
                throw why;
            }
            case PARKED -> {
                progress.parkedOne();
                whereabouts.moveTo(event.position());
                whereabouts.keep();
            }
        }
    }

    private void awaitCommit() throws Exception {
        try (Subscription commits = store.subscribe(Query.all(), whereabouts.position())) {
            if (progress.waitsOn(commits)) {
                Duration left = whereabouts.untilDue().orElse(LONG);
                if (commits.take(1, left).isEmpty()) {
                    whereabouts.keep();
                }
            }
        } catch (StoreClosedException e) {
            if (progress.mayGoOn()) {
                throw e;
            }
        } finally {
            progress.waitsNoMore();
        }
    }
}
