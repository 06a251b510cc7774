package dev.chronicle.projection;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.projection.EventFailure.Blame;
import dev.chronicle.telemetry.EventTracing.Handling;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** State that keeps its own position: exactly once. */
final class StateTarget<T> implements Target {

    private final Function<Event, T> decoding;
    private final ProjectionState<T> state;
    private final Following following;

    StateTarget(Function<Event, T> decoding, ProjectionState<T> state, Following following) {
        this.decoding = decoding;
        this.state = state;
        this.following = following;
    }

    @Override
    public Position position() throws Exception {
        return state.position();
    }

    @Override
    public void keep(Position position) throws Exception {
        state.apply(List.of(), position);
    }

    @Override
    public void takeBack() throws Exception {
        state.reset();
    }

    @Override
    public boolean keepsWithEvents() {
        return true;
    }

    /** What comes before an event that cannot be decoded is applied first. */
    @Override
    public int apply(List<Event> events, int from) throws EventFailure {
        List<T> decoded = new ArrayList<>(events.size() - from);
        Throwable undecodable = decode(events, from, decoded);
        int upTo = from + decoded.size();
        if (undecodable != null && decoded.isEmpty()) {
            throw new EventFailure(from, Blame.FOR_GOOD, undecodable);
        }
        List<Handling> followed = following.begin(events.subList(from, upTo));
        try {
            state.apply(decoded, events.get(upTo - 1).position());
            return upTo;
        } catch (Throwable e) {
            followed.forEach(handling -> handling.failed(e));
            Blame blame = decoded.size() == 1 ? Blame.THIS_EVENT : Blame.ONE_OF_THE_REST;
            throw new EventFailure(from, blame, e);
        } finally {
            followed.forEach(Handling::close);
        }
    }

    private @Nullable Throwable decode(List<Event> events, int from, List<T> decoded) {
        for (int i = from; i < events.size(); i++) {
            try {
                decoded.add(decoding.apply(events.get(i)));
            } catch (Throwable e) {
                return e;
            }
        }
        return null;
    }
}
