package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** Answers what {@link StoreCalls} of other nodes ask. Threads share it. */
final class StoreService implements RequestHandler {

    /** When a page has so many bytes it is full: 1 MiB, beyond which one event goes. */
    static final int PAGE_BYTES = 1024 * 1024;

    private static final int PAGE_EVENTS = 1000;

    private final Function<Offers.Key, Optional<EventStore>> stores;
    private final Member node;

    StoreService(Member node, Function<Offers.Key, Optional<EventStore>> stores) {
        this.node = node;
        this.stores = stores;
    }

    @Override
    public byte[] handle(Member from, byte[] request) throws InterruptedException {
        WireReader in = new WireReader(request);
        int kind = in.u8();
        Offers.Key key = new Offers.Key(in.text(), in.text());
        WireWriter out = new WireWriter();
        try {
            EventStore store =
                    stores.apply(key).orElseThrow(() -> new NotOfferedException(node, key));
            out.u8(StoreErrors.NONE);
            answer(kind, store, in, out);
            return out.toByteArray();
        } catch (MalformedMessageException e) {
            throw e;
        } catch (RuntimeException e) {
            WireWriter failure = new WireWriter();
            StoreErrors.write(failure, Failures.unwrapped(e));
            return failure.toByteArray();
        }
    }

    private static void answer(int kind, EventStore store, WireReader in, WireWriter out)
            throws InterruptedException {
        switch (kind) {
            case StoreCalls.APPEND -> append(store, in, out);
            case StoreCalls.READ -> read(store, in, out);
            case StoreCalls.TAKE -> take(store, in, out);
            case StoreCalls.HEAD -> out.i64(store.head().value());
            case StoreCalls.STATUS -> status(store.status(), out);
            default -> throw new MalformedMessageException("unknown call=" + kind);
        }
    }

    private static void append(EventStore store, WireReader in, WireWriter out) {
        List<CompletableFuture<List<AppendResult>>> appends = new ArrayList<>();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            appends.add(offered(store, in.bytes()));
        }
        in.end();
        out.i32(count);
        for (CompletableFuture<List<AppendResult>> append : appends) {
            try {
                List<AppendResult> results = append.join();
                out.u8(StoreErrors.NONE);
                StoreWire.results(out, results);
            } catch (RuntimeException e) {
                StoreErrors.write(out, Failures.unwrapped(e));
            }
        }
    }

    private static CompletableFuture<List<AppendResult>> offered(EventStore store, byte[] append) {
        try {
            return store.append(AppendWire.decode(append));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void read(EventStore store, WireReader in, WireWriter out) {
        Position after = StoreWire.position(in);
        Position bound = StoreWire.position(in);
        long limit = Math.min(in.i64(), PAGE_EVENTS);
        int towards = in.u8();
        Direction direction =
                switch (towards) {
                    case 0 -> Direction.FORWARDS;
                    case 1 -> Direction.BACKWARDS;
                    default -> throw new MalformedMessageException("unknown direction=" + towards);
                };
        Query query = StoreWire.query(in);
        in.end();
        List<Event> page = new ArrayList<>();
        boolean full = false;
        try (Stream<Event> events = store.read(query, after, limit, direction)) {
            int bytes = 0;
            for (Iterator<Event> each = events.iterator(); each.hasNext(); ) {
                Event event = each.next();
                if (direction == Direction.FORWARDS && event.position().compareTo(bound) > 0) {
                    break;
                }
                bytes += size(event);
                if (bytes > PAGE_BYTES && !page.isEmpty()) {
                    full = true;
                    break;
                }
                page.add(event);
            }
        }
        page(out, page.isEmpty() ? after : page.getLast().position(), page);
        out.u8(full || page.size() == PAGE_EVENTS ? 1 : 0);
    }

    /** About: what texts and tags add is small, or the page is a little larger. */
    private static int size(Event event) {
        return 200 + event.data().size() + 40 * event.tags().size();
    }

    private static void take(EventStore store, WireReader in, WireWriter out)
            throws InterruptedException {
        Position after = StoreWire.position(in);
        int max = Math.min(in.i32(), PAGE_EVENTS);
        long wait = Math.min(in.i64(), StoreCalls.LONGEST_WAIT.toNanos());
        Query query = StoreWire.query(in);
        in.end();
        try (Subscription subscription = store.subscribe(query, after)) {
            List<Event> taken = subscription.take(max, Duration.ofNanos(wait));
            List<Event> page = fitting(taken);
            boolean cut = page.size() < taken.size();
            page(out, cut ? page.getLast().position() : subscription.position(), page);
            out.u8(cut || page.size() == PAGE_EVENTS ? 1 : 0);
        }
    }

    private static List<Event> fitting(List<Event> events) {
        int bytes = 0;
        for (int i = 0; i < events.size(); i++) {
            bytes += size(events.get(i));
            if (bytes > PAGE_BYTES && i > 0) {
                return events.subList(0, i);
            }
        }
        return events;
    }

    private static void page(WireWriter out, Position searched, List<Event> events) {
        out.i64(searched.value()).i32(events.size());
        events.forEach(it -> StoreWire.event(out, it));
    }

    private static void status(StoreStatus status, WireWriter out) {
        switch (status) {
            case StoreStatus.Open _ -> out.u8(0);
            case StoreStatus.Failed(String reason) -> out.u8(1).text(reason);
            case StoreStatus.Unreachable(String reason) -> out.u8(2).text(reason);
            case StoreStatus.Closed _ -> out.u8(3);
        }
    }
}
