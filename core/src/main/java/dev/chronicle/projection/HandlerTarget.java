package dev.chronicle.projection;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.projection.EventFailure.Blame;
import dev.chronicle.store.CheckpointStore;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A handler, and a checkpoint that follows it: at least once. */
final class HandlerTarget<T> implements Target {

    /** A slow handler is left so often, for its progress to be seen and saved. */
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(10);

    private final String name;
    private final CheckpointStore checkpoints;
    private final Function<Event, T> decoding;
    private final EventHandler<T> handler;

    HandlerTarget(
            String name,
            CheckpointStore checkpoints,
            Function<Event, T> decoding,
            EventHandler<T> handler) {
        this.name = name;
        this.checkpoints = checkpoints;
        this.decoding = decoding;
        this.handler = handler;
    }

    @Override
    public Position position() {
        return checkpoints.load(name);
    }

    @Override
    public void keep(Position position) {
        checkpoints.save(name, position);
    }

    @Override
    public void takeBack() {
        checkpoints.save(name, Position.START);
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
            handle(index, decode(index, events.get(index)));
            index++;
        } while (index < events.size() && System.nanoTime() - begun < SLICE);
        return index;
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
