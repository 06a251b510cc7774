package dev.chronicle.cluster;

import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.CommandOptions;
import dev.chronicle.sourcing.ConflictException;
import dev.chronicle.sourcing.OperationTimeoutException;
import dev.chronicle.sourcing.Outcome;
import dev.chronicle.sourcing.OutcomeUnknownException;
import dev.chronicle.sourcing.SourcingException;
import dev.chronicle.sourcing.StoreUnavailableException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One command that goes from node to node until one knows its outcome. For one thread.
 *
 * <p>Once a node may have carried it out, nothing is said to be undone any more: the other nodes
 * find its events by its name, or else the outcome is not known.
 */
final class CommandJourney<C, E, R> {

    private final Distribution.Place place;
    private final Aggregates<C, E, ?, R> aggregates;
    private final CommandCodec<C, E, R> codec;
    private final CommandRouter router;
    private final long begun = System.nanoTime();
    private boolean unsettled;

    CommandJourney(
            Distribution.Place place,
            Aggregates<C, E, ?, R> aggregates,
            CommandCodec<C, E, R> codec,
            CommandRouter router) {
        this.place = place;
        this.aggregates = aggregates;
        this.codec = codec;
        this.router = router;
    }

    /**
     * @param options with the id of the command
     */
    Outcome<E, R> execute(String id, C command, byte[] encoded, CommandOptions options)
            throws InterruptedException {
        for (Member node : router.route(id)) {
            if (node.equals(place.network().self())) {
                break;
            }
            CommandAnswer answer = ask(node, id, encoded, options);
            Optional<Outcome<E, R>> outcome = outcome(answer);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            if (answer instanceof CommandAnswer.Broken
                    || answer instanceof CommandAnswer.Accepted
                    || answer instanceof CommandAnswer.Rejected) {
                break; // what cannot be done or read there is done, or read, here
            }
        }
        return executeHere(id, command, options);
    }

    /** What the command came to; nothing if that is not known from the answer. */
    private Optional<Outcome<E, R>> outcome(CommandAnswer answer) {
        try {
            return switch (answer) {
                case CommandAnswer.Accepted(List<byte[]> events, long sequence) ->
                        Optional.of(
                                new Outcome.Accepted<>(
                                        events.stream().map(codec.events()::decode).toList(),
                                        sequence));
                case CommandAnswer.Rejected(byte[] reason) ->
                        Optional.of(new Outcome.Rejected<>(codec.reasons().decode(reason)));
                case CommandAnswer.Conflict(String message) ->
                        throw told(new ConflictException(message));
                case CommandAnswer.Unsettled _ -> {
                    unsettled = true;
                    yield Optional.empty();
                }
                case CommandAnswer.Refused _, CommandAnswer.Broken _ -> Optional.empty();
            };
        } catch (SourcingException e) {
            throw e;
        } catch (RuntimeException e) {
            unsettled = true;
            return Optional
                    .empty(); // another version wrote it; its events can be read from the log
        }
    }

    private CommandAnswer ask(Member node, String id, byte[] encoded, CommandOptions options)
            throws InterruptedException {
        Duration left = left(options);
        Duration atMost = left.compareTo(CommandRouter.ATTEMPT) < 0 ? left : CommandRouter.ATTEMPT;
        CommandRequest request =
                new CommandRequest(
                        id,
                        options.id().orElseThrow(),
                        options.metadata(),
                        place.clock().instant().plus(atMost),
                        encoded);
        return router.ask(node, request, atMost);
    }

    private Outcome<E, R> executeHere(String id, C command, CommandOptions options)
            throws InterruptedException {
        try {
            return aggregates.execute(id, command, options.timeout(left(options)));
        } catch (StoreUnavailableException | ConflictException e) {
            throw told(e);
        }
    }

    /** That nothing is stored is true of the last node alone. */
    private SourcingException told(SourcingException failure) {
        return unsettled ? new OutcomeUnknownException(failure) : failure;
    }

    private Duration left(CommandOptions options) {
        Duration left = options.timeout().minusNanos(System.nanoTime() - begun);
        if (left.toMillis() <= 0) {
            throw new OperationTimeoutException("execute", options.timeout());
        }
        return left;
    }
}
