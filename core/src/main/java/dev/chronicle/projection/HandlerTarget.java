package dev.chronicle.projection;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.projection.EventFailure.Blame;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.telemetry.EventTracing.Handling;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A handler, and a checkpoint that follows it: at least once. */
final class HandlerTarget<T> implements Target {

    /** A slow handler is left so often, for its progress to be seen and saved. */
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(10);

    private final CheckpointStore checkpoints;
    private final Function<Event, T> decoding;
    private final EventHandler<T> handler;
    private final Following following;

    HandlerTarget(
            CheckpointStore checkpoints,
            Function<Event, T> decoding,
            EventHandler<T> handler,
            Following following) {
        this.checkpoints = checkpoints;
        this.decoding = decoding;
        this.handler = handler;
        this.following = following;
    }

    @Override
    public Position position() {
        return checkpoints.load(following.projection());
    }

    @Override
    public void keep(Position position) {
        checkpoints.save(following.projection(), position);
    }

    @Override
    public void takeBack() {
        checkpoints.save(following.projection(), Position.START);
    }

    @Override
    public boolean keepsWithEvents() {
        return false;
    }

    @Override
    public int apply(List<Event> events, int from) throws EventFailure {
        long begun = System.nanoTime();
        int index = from;
        do {
            apply(index, events.get(index));
            index++;
        } while (index < events.size() && System.nanoTime() - begun < SLICE);
        return index;
    }

    private void apply(int index, Event event) throws EventFailure {
        try (Handling handling = following.begin(event)) {
            try {
                handle(index, decode(index, event));
            } catch (EventFailure e) {
                handling.failed(e.failure());
                throw e;
            }
        }
    }

    private T decode(int index, Event event) throws EventFailure {
        try {
            return decoding.apply(event);
        } catch (Throwable e) {
            throw new EventFailure(index, Blame.FOR_GOOD, e);
        }
    }

    private void handle(int index, T event) throws EventFailure {
        try {
            handler.handle(event);
        } catch (Throwable e) {
            throw new EventFailure(index, Blame.THIS_EVENT, e);
        }
    }
}
