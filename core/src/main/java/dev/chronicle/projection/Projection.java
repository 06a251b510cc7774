package dev.chronicle.projection;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventCodec;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.telemetry.Telemetry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/**
 * Which events, and what is done with them: at least once and in order by an {@link EventHandler},
 * exactly once into a {@link ProjectionState}. Immutable; it runs when {@link Projections#start
 * started}.
 *
 * <p>Defaults: at most 1000 events at a time; a checkpoint after 10,000 events or 100 ms, whichever
 * comes first; stopped when an event has failed 10 times in a row.
 */
public final class Projection {

    /** The longest name, in characters. */
    public static final int MAX_NAME = 200;

    private static final int BATCH = 1000;

    private final String name;
    private final Query query;
    private final TargetMaking target;
    private final Settings settings;

    private record Settings(int batch, CheckpointPace pace, PoisonPolicy poison, Reset onStart) {}

    /** Makes what a running projection hands its events to. */
    @FunctionalInterface
    private interface TargetMaking {

        Target make(String name, CheckpointStore checkpoints, Telemetry telemetry);
    }

    /** Throws away what a projection has made. */
    @FunctionalInterface
    public interface Reset {

        void reset() throws Exception;
    }

    private Projection(String name, Query query, TargetMaking target, Settings settings) {
        requireName(name);
        this.name = name;
        this.query = Objects.requireNonNull(query, "query");
        this.target = target;
        this.settings = settings;
    }

    private static Settings defaults() {
        CheckpointPace pace = new CheckpointPace(10_000, Duration.ofMillis(100));
        return new Settings(BATCH, pace, PoisonPolicy.stop(10), () -> {});
    }

    /**
     * Hands every event that is meant to the handler.
     *
     * @param name of the checkpoint; not empty, at most {@value #MAX_NAME} characters
     */
    public static Projection of(String name, Query query, EventHandler<Event> handler) {
        return handled(name, query, event -> event, handler);
    }

    /** The same, decoded. */
    public static <E> Projection of(
            String name, Query query, EventCodec<E> codec, EventHandler<Decoded<E>> handler) {
        return handled(name, query, decoding(codec), handler);
    }

    /**
     * Brings the events that are meant into the state, which keeps its own position.
     *
     * @param name not empty, at most {@value #MAX_NAME} characters
     */
    public static Projection into(String name, Query query, ProjectionState<Event> state) {
        return stateful(name, query, event -> event, state);
    }

    /** The same, decoded. */
    public static <E> Projection into(
            String name, Query query, EventCodec<E> codec, ProjectionState<Decoded<E>> state) {
        return stateful(name, query, decoding(codec), state);
    }

    private static <E> Function<Event, Decoded<E>> decoding(EventCodec<E> codec) {
        return event -> new Decoded<>(codec.decode(event), event);
    }

    private static <T> Projection handled(
            String name, Query query, Function<Event, T> decoding, EventHandler<T> handler) {
        Objects.requireNonNull(handler, "handler");
        return new Projection(
                name,
                query,
                (named, checkpoints, telemetry) ->
                        new HandlerTarget<>(
                                checkpoints, decoding, handler, new Following(named, telemetry)),
                defaults());
    }

    private static <T> Projection stateful(
            String name, Query query, Function<Event, T> decoding, ProjectionState<T> state) {
        Objects.requireNonNull(state, "state");
        return new Projection(
                name,
                query,
                (named, _, telemetry) ->
                        new StateTarget<>(decoding, state, new Following(named, telemetry)),
                defaults());
    }

    private static void requireName(String name) {
        boolean sound = StandardCharsets.UTF_8.newEncoder().canEncode(name);
        if (name.isEmpty() || name.length() > MAX_NAME || !sound) {
            throw new IllegalArgumentException(
                    "projection name must be 1 to %d characters of well-formed Unicode: length=%d"
                            .formatted(MAX_NAME, name.length()));
        }
    }

    /**
     * The same under another name: with a checkpoint, notes of parked events, and figures of its
     * own.
     */
    public Projection named(String other) {
        return new Projection(other, query, target, settings);
    }

    /** The same, with at most so many events at a time. */
    public Projection batch(int events) {
        if (events < 1) {
            throw new IllegalArgumentException("batch must be at least 1: events=" + events);
        }
        return with(new Settings(events, settings.pace, settings.poison, settings.onStart));
    }

    /**
     * The same, with a checkpoint after so many events or so much time, whichever comes first. What
     * came after the last one comes again after a crash; a state that keeps its own position does
     * so with every batch, whatever is said here.
     */
    public Projection checkpointEvery(int events, Duration time) {
        CheckpointPace pace = new CheckpointPace(events, time);
        return with(new Settings(settings.batch, pace, settings.poison, settings.onStart));
    }

    /** The same, doing this about events that it cannot deal with. */
    public Projection onPoison(PoisonPolicy policy) {
        return with(new Settings(settings.batch, settings.pace, policy, settings.onStart));
    }

    /**
     * The same, throwing away what was made whenever the projection begins at the {@link
     * Position#START start}: the first time, when it is rebuilt, and when it failed before the
     * first checkpoint. A state that keeps its own position is not told, for it has {@link
     * ProjectionState#reset}.
     */
    public Projection onStart(Reset reset) {
        return with(new Settings(settings.batch, settings.pace, settings.poison, reset));
    }

    private Projection with(Settings changed) {
        return new Projection(name, query, target, changed);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Which events are meant. */
    public Query query() {
        return query;
    }

    int batch() {
        return settings.batch;
    }

    CheckpointPace pace() {
        return settings.pace;
    }

    PoisonPolicy poison() {
        return settings.poison;
    }

    Reset onStart() {
        return settings.onStart;
    }

    Target target(CheckpointStore checkpoints, Telemetry telemetry) {
        return target.make(name, checkpoints, telemetry);
    }
}
