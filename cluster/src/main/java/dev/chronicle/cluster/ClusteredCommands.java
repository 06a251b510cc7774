package dev.chronicle.cluster;

import dev.chronicle.event.EventId;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.CommandOptions;
import dev.chronicle.sourcing.ConflictException;
import dev.chronicle.sourcing.OperationTimeoutException;
import dev.chronicle.sourcing.Outcome;
import dev.chronicle.sourcing.OutcomeUnknownException;
import dev.chronicle.sourcing.StoreUnavailableException;
import dev.chronicle.telemetry.Telemetry;

import java.util.List;

/**
 * Executes commands each on the node of its aggregate, which has its state at hand and meets no
 * conflicts. Threads share it.
 *
 * <p>Which node that is follows from the aggregate's id and the nodes that have such aggregates and
 * can be reached. If it goes away, or does not answer within 1.5 seconds, the next one is asked,
 * and in the end this one does it itself. Right or wrong never depends on that: the store takes the
 * events of a command only if its aggregate still is where it was when it was decided, and a
 * command that goes to another node has an id, be it a random one, so that it is carried out once
 * however often it is sent. A node that is alone executes all it is given.
 *
 * @param <C> commands
 * @param <E> events
 * @param <R> reasons for which commands are rejected
 */
public final class ClusteredCommands<C, E, R> implements AutoCloseable {

    /** A command that is larger goes to no other node: 16 MiB. */
    static final int MAX_COMMAND = 16 << 20;

    private final Distribution.Place place;
    private final Aggregates<C, E, ?, R> aggregates;
    private final CommandCodec<C, E, R> codec;
    private final CommandRouter router;
    private final Enrolment enrolment;

    ClusteredCommands(
            Distribution.Place place,
            Aggregates<C, E, ?, R> aggregates,
            CommandCodec<C, E, R> codec,
            Telemetry telemetry) {
        this(
                place,
                aggregates,
                codec,
                new CommandRouter(place, aggregates.category(), CommandRouter.ATTEMPT, telemetry));
    }

    ClusteredCommands(
            Distribution.Place place,
            Aggregates<C, E, ?, R> aggregates,
            CommandCodec<C, E, R> codec,
            CommandRouter router) {
        this.place = place;
        this.aggregates = aggregates;
        this.codec = codec;
        this.router = router;
        place.switchboard()
                .connect(
                        Service.COMMANDS,
                        place.scope(),
                        aggregates.category(),
                        new CommandServer<>(aggregates, codec, place.clock()));
        enrolment = new Enrolment(place, router.registered(), () -> {});
    }

    /** The node that a command for the aggregate goes to now. */
    public Member node(String id) {
        return router.route(id).getFirst();
    }

    /** {@link #execute(String, Object, CommandOptions)} with the defaults. */
    public Outcome<E, R> execute(String id, C command) throws InterruptedException {
        return execute(id, command, CommandOptions.defaults());
    }

    /**
     * Executes a command on the node of its aggregate and waits for its outcome, which is the same,
     * and fails the same, as if {@link Aggregates#execute} had been called here.
     *
     * @param id of the aggregate; it need not have events yet
     * @throws ConflictException if others were faster every time
     * @throws OperationTimeoutException if it took too long
     * @throws OutcomeUnknownException if it is not known whether a node that was asked has carried
     *     it out, and it cannot be found out now
     * @throws StoreUnavailableException if the store does not work
     */
    public Outcome<E, R> execute(String id, C command, CommandOptions options)
            throws InterruptedException {
        List<Member> route = router.route(id);
        if (isHere(route.getFirst())) {
            return aggregates.execute(id, command, options);
        }
        CommandOptions named =
                options.id().isPresent() ? options : options.id(EventId.random().value());
        byte[] encoded = codec.commands().encode(command);
        return encoded.length > MAX_COMMAND
                ? aggregates.execute(id, command, options)
                : new CommandJourney<>(place, aggregates, codec, router)
                        .execute(route, id, command, encoded, named);
    }

    private boolean isHere(Member node) {
        return node.equals(place.network().self());
    }

    /** Takes no more commands from other nodes; does not close the aggregates. */
    @Override
    public void close() {
        enrolment.close();
        place.switchboard().disconnect(Service.COMMANDS, place.scope(), aggregates.category());
    }
}
