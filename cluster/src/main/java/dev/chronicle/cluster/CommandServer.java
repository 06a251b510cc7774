package dev.chronicle.cluster;

import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.CommandOptions;
import dev.chronicle.sourcing.ConflictException;
import dev.chronicle.sourcing.OperationTimeoutException;
import dev.chronicle.sourcing.Outcome;
import dev.chronicle.sourcing.OutcomeUnknownException;
import dev.chronicle.sourcing.StoreUnavailableException;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Carries out what other nodes send to the aggregates of this one. Threads share it. */
final class CommandServer<C, E, R> implements RequestHandler {

    private final Aggregates<C, E, ?, R> aggregates;
    private final CommandCodec<C, E, R> codec;
    private final InstantSource clock;

    CommandServer(
            Aggregates<C, E, ?, R> aggregates, CommandCodec<C, E, R> codec, InstantSource clock) {
        this.aggregates = aggregates;
        this.codec = codec;
        this.clock = clock;
    }

    @Override
    public byte[] handle(Member from, byte[] message) throws InterruptedException {
        return answer(CommandRequest.parse(message)).toBytes();
    }

    private CommandAnswer answer(CommandRequest request) throws InterruptedException {
        Duration left = Duration.between(clock.instant(), request.until());
        if (left.toMillis() <= 0) {
            return new CommandAnswer.Refused("it came too late: until=" + request.until());
        }
        CommandOptions options =
                new CommandOptions(Optional.of(request.name()), request.metadata(), left);
        try {
            C command = codec.commands().decode(request.command());
            return encoded(aggregates.execute(request.aggregate(), command, options));
        } catch (ConflictException e) {
            return new CommandAnswer.Conflict(text(e));
        } catch (OperationTimeoutException | OutcomeUnknownException e) {
            return new CommandAnswer.Unsettled(text(e));
        } catch (StoreUnavailableException e) {
            return new CommandAnswer.Refused(text(e));
        } catch (RuntimeException e) {
            return new CommandAnswer.Broken(e.toString());
        }
    }

    private CommandAnswer encoded(Outcome<E, R> outcome) {
        return switch (outcome) {
            case Outcome.Accepted<E, R>(List<E> events, long sequence) ->
                    new CommandAnswer.Accepted(
                            events.stream().map(codec.events()::encode).toList(), sequence);
            case Outcome.Rejected<E, R>(R reason) ->
                    new CommandAnswer.Rejected(codec.reasons().encode(reason));
        };
    }

    private static String text(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }
}
