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
import java.util.function.Supplier;

/**
 * One command that goes from node to node until one knows its outcome. For one thread.
 *
 * <p>Once a node may have carried it out, or may still do so, nothing is said to be undone any
 * more: that it is carried out, another node finds by its name; that it is not, is true when the
 * time is over that the node was given, and it is decided again then.
 */
final class CommandJourney<C, E, R> {

    private final Distribution.Place place;
    private final Aggregates<C, E, ?, R> aggregates;
    private final CommandCodec<C, E, R> codec;
    private final CommandRouter router;
    private final long begun = System.nanoTime();
    private boolean unsettled;

    /** When what was asked of others can no more come to pass, of {@link System#nanoTime}. */
    private long settledAt = begun;

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
     * @param route as {@link CommandRouter#route} gives it
     * @param options with the id of the command
     */
    Outcome<E, R> execute(
            List<Member> route, String id, C command, byte[] encoded, CommandOptions options)
            throws InterruptedException {
        for (Member node : route) {
            if (node.equals(place.network().self())) {
                break;
            }
            CommandAnswer answer = ask(node, id, encoded, options);
            Optional<Outcome<E, R>> outcome = outcome(answer);
            if (outcome.isPresent() && isCertain(outcome.get())) {
                return outcome.get();
            }
            boolean answered = outcome.isPresent() || answer instanceof CommandAnswer.Broken;
            if (answered) {
                break; // what is to be done again, or cannot be read, is done here
            }
        }
        return executeHere(id, command, options);
    }

    private boolean isCertain(Outcome<E, R> outcome) {
        return !unsettled
                || (outcome instanceof Outcome.Accepted<E, R>(List<E> events, long _)
                        && !events.isEmpty());
    }

    /** What the command came to; nothing if that is not known from the answer. */
    private Optional<Outcome<E, R>> outcome(CommandAnswer answer) {
        return switch (answer) {
            case CommandAnswer.Accepted(List<byte[]> events, long sequence) ->
                    decoded(() -> new Outcome.Accepted<>(decoded(events), sequence));
            case CommandAnswer.Rejected(byte[] reason) ->
                    decoded(() -> new Outcome.Rejected<>(codec.reasons().decode(reason)));
            case CommandAnswer.Conflict(String message) ->
                    throw told(new ConflictException(message));
            case CommandAnswer.Unsettled _ -> {
                unsettled = true;
                yield Optional.empty();
            }
            case CommandAnswer.Refused _, CommandAnswer.Broken _ -> Optional.empty();
        };
    }

    private List<E> decoded(List<byte[]> events) {
        return events.stream().map(codec.events()::decode).toList();
    }

    /** What another version wrote goes for no answer: it can be found in the log. */
    private Optional<Outcome<E, R>> decoded(Supplier<Outcome<E, R>> decoding) {
        try {
            return Optional.of(decoding.get());
        } catch (RuntimeException e) {
            unsettled = true;
            return Optional.empty();
        }
    }

    private CommandAnswer ask(Member node, String id, byte[] encoded, CommandOptions options)
            throws InterruptedException {
        Duration atMost = router.attempt(left(options));
        long settled = System.nanoTime() + atMost.plus(router.skew()).toNanos();
        settledAt = Math.max(settledAt, settled);
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
            Outcome<E, R> outcome = aggregates.execute(id, command, options.timeout(left(options)));
            if (isCertain(outcome)) {
                return outcome;
            }
            awaitSettled();
            return aggregates.execute(id, command, options.timeout(left(options)));
        } catch (StoreUnavailableException | ConflictException e) {
            throw told(e);
        }
    }

    private void awaitSettled() throws InterruptedException {
        long wait = settledAt - System.nanoTime();
        if (wait > 0) {
            Thread.sleep(Duration.ofNanos(wait));
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
