package dev.chronicle.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.channel.Delivery;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.StreamId;
import dev.chronicle.server.StubStore;
import dev.chronicle.server.otel.Tracing;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

@Timeout(60)
class GroupAppenderTest {

    private record Write(String name, CompletableFuture<Void> stored) implements PendingWrite {

        Write(String name) {
            this(name, new CompletableFuture<>());
        }

        @Override
        public long bytes() {
            return 1;
        }
    }

    /** Answers when it is told to. */
    private static final class SlowStore extends StubStore {

        private final LinkedBlockingQueue<CompletableFuture<List<AppendResult>>> underWay =
                new LinkedBlockingQueue<>();

        @Override
        public CompletableFuture<List<AppendResult>> append(Append append) {
            CompletableFuture<List<AppendResult>> answer = new CompletableFuture<>();
            underWay.add(answer);
            return answer;
        }
    }

    private final SlowStore store = new SlowStore();
    private final List<AppendResult> recorded = new ArrayList<>();
    private final Write first = new Write("first");
    private final Write second = new Write("second");

    private final Thread storing =
            new Thread(
                    () ->
                            new GroupAppender<Write>(store, "test", 1, Tracing.NONE)
                                    .store(
                                            new Delivery<>("consumer-1", List.of(first, second)),
                                            GroupAppenderTest::append,
                                            (_, results) -> recorded.addAll(results)));

    private static Append append(List<Write> writes) {
        return Append.of(
                writes.stream()
                        .map(it -> NewEvent.of(new StreamId("test", it.name()), "Tested").build())
                        .toList());
    }

    private static void awaitWaiting(Thread thread, CompletableFuture<?> on) {
        while (thread.isAlive() && on.getNumberOfDependents() == 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void an_append_under_way_is_waited_for_when_another_has_failed() throws Exception {
        storing.setUncaughtExceptionHandler((_, _) -> {});
        storing.start();
        CompletableFuture<List<AppendResult>> one = store.underWay.take();
        CompletableFuture<List<AppendResult>> other = store.underWay.take();
        one.completeExceptionally(new ArithmeticException("broken"));
        awaitWaiting(storing, other);

        assertThat(storing.isAlive()).isTrue();
        other.complete(List.of(new AppendResult.Appended(new Position(1), 1)));
        storing.join();

        assertThat(first.stored()).isNotDone();
        assertThat(second.stored()).isNotDone();
    }

    @Test
    void who_is_interrupted_records_what_is_stored_all_the_same() throws Exception {
        storing.start();
        CompletableFuture<List<AppendResult>> one = store.underWay.take();
        CompletableFuture<List<AppendResult>> other = store.underWay.take();
        awaitWaiting(storing, one);
        storing.interrupt();
        AppendResult appended = new AppendResult.Appended(new Position(1), 1);
        one.complete(List.of(appended));
        other.complete(List.of(appended));
        storing.join();

        assertThat(recorded).containsExactly(appended, appended);
        assertThat(first.stored()).isCompleted();
        assertThat(second.stored()).isCompleted();
    }
}
