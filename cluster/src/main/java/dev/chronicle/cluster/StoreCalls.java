package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.StoreUnreachableException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Asks a store of another node. A failure is the store's own, or {@link StoreUnreachableException}
 * if the node cannot be asked. Threads share it.
 */
final class StoreCalls {

    /** How long a node may take to answer: 10 seconds. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** The longest time a {@link #take} waits in the other node: 5 seconds. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    static final int APPEND = 1;
    static final int READ = 2;
    static final int TAKE = 3;
    static final int HEAD = 4;
    static final int STATUS = 5;

    private final Network network;
    private final Member node;
    private final Offers.Key key;
    private final Duration timeout;

    StoreCalls(Network network, Member node, Offers.Key key, Duration timeout) {
        this.network = network;
        this.node = node;
        this.key = key;
        this.timeout = timeout;
    }

    /**
     * Events, up to where the log was looked through for them, and whether there may be more at
     * hand that did not fit.
     */
    record Page(List<Event> events, Position searched, boolean more) {}

    /** What became of one append of several. */
    sealed interface AppendOutcome {

        record Done(List<AppendResult> results) implements AppendOutcome {}

        record Refused(RuntimeException failure) implements AppendOutcome {}
    }

    private WireWriter request(int kind) {
        return new WireWriter().u8(kind).text(key.store()).text(key.workerId());
    }

    private CompletableFuture<WireReader> ask(WireWriter request, Duration deadline) {
        return network.ask(node, Service.STORE, request.toByteArray(), deadline)
                .handle(
                        (answer, failure) -> {
                            if (failure != null) {
                                throw typed(failure);
                            }
                            WireReader in = new WireReader(answer);
                            int code = in.u8();
                            if (code != StoreErrors.NONE) {
                                throw StoreErrors.read(code, in, node);
                            }
                            return in;
                        });
    }

    private RuntimeException typed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return switch (cause) {
            case MemberFailedException e -> e;
            case ClusterException e ->
                    new StoreUnreachableException(String.valueOf(e.getMessage()), e);
            case RuntimeException e -> e;
            default -> new StoreUnreachableException("the node did not answer: " + cause, cause);
        };
    }

    /** Offers appends in their order; each has its own outcome. */
    CompletableFuture<List<AppendOutcome>> append(List<byte[]> appends) {
        WireWriter request = request(APPEND).i32(appends.size());
        appends.forEach(request::bytes);
        return ask(request, timeout).thenApply(this::outcomes);
    }

    private List<AppendOutcome> outcomes(WireReader in) {
        List<AppendOutcome> outcomes = new ArrayList<>();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            int code = in.u8();
            outcomes.add(
                    code == StoreErrors.NONE
                            ? new AppendOutcome.Done(StoreWire.results(in))
                            : new AppendOutcome.Refused(StoreErrors.read(code, in, node)));
        }
        in.end();
        return outcomes;
    }

    /** A page of events that stand at or before {@code bound} in reading direction forwards. */
    CompletableFuture<Page> read(
            Query query, Position after, Position bound, long limit, Direction direction) {
        WireWriter request = request(READ).i64(after.value()).i64(bound.value()).i64(limit);
        request.u8(
                switch (direction) {
                    case FORWARDS -> 0;
                    case BACKWARDS -> 1;
                });
        StoreWire.query(request, query);
        return ask(request, timeout).thenApply(StoreCalls::page);
    }

    /** The next events of a subscription; waits in the other node. */
    CompletableFuture<Page> take(Query query, Position after, int max, Duration wait) {
        WireWriter request = request(TAKE).i64(after.value()).i32(max).i64(wait.toNanos());
        StoreWire.query(request, query);
        return ask(request, wait.plus(timeout)).thenApply(StoreCalls::page);
    }

    private static Page page(WireReader in) {
        Position searched = StoreWire.position(in);
        List<Event> events = new ArrayList<>();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            events.add(StoreWire.event(in));
        }
        boolean more = in.u8() == 1;
        in.end();
        return new Page(events, searched, more);
    }

    CompletableFuture<Position> head() {
        return ask(request(HEAD), timeout).thenApply(StoreWire::position);
    }

    CompletableFuture<StoreStatus> status() {
        return ask(request(STATUS), timeout)
                .thenApply(
                        in -> {
                            int code = in.u8();
                            return switch (code) {
                                case 0 -> StoreStatus.Open.OPEN;
                                case 1 -> new StoreStatus.Failed(in.text());
                                case 2 -> new StoreStatus.Unreachable(in.text());
                                case 3 -> StoreStatus.Closed.CLOSED;
                                default ->
                                        throw new MalformedMessageException(
                                                "unknown status=" + code);
                            };
                        });
    }
}
