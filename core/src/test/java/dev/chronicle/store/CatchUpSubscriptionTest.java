package dev.chronicle.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CatchUpSubscriptionTest {

    @Test
    void time_runs_out_though_the_log_grows_with_every_look_at_it() throws InterruptedException {
        try (GrowingStore store = new GrowingStore();
                Subscription events = store.subscribe(Query.types("None"), Position.START)) {
            assertThat(events.take(1, Duration.ZERO)).isEmpty();
            assertThat(events.take(1, Duration.ofMillis(5))).isEmpty();
            assertThat(events.take(1, Duration.ofSeconds(Long.MIN_VALUE))).isEmpty();
        }
    }

    /** Has another event each time it is read, and none that matches. */
    private static final class GrowingStore implements EventStore {

        private final CommitSignal signal = new CommitSignal(new Position(1));

        @Override
        public Stream<Event> read(Query query, Position after, long limit, Direction direction) {
            signal.committed(new Position(signal.head().value() + 1));
            return Stream.empty();
        }

        @Override
        public Subscription subscribe(Query query, Position after) {
            return new CatchUpSubscription(this, signal, query, after);
        }

        @Override
        public CompletableFuture<List<AppendResult>> append(Append append) {
            throw new UnsupportedOperationException("it grows by itself");
        }

        @Override
        public Position head() {
            return signal.head();
        }

        @Override
        public StoreStatus status() {
            return StoreStatus.Open.OPEN;
        }

        @Override
        public void close() {
            signal.close();
        }
    }
}
