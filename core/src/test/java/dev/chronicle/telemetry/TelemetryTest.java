package dev.chronicle.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.telemetry.TelemetryEvent.AggregateLoaded;
import dev.chronicle.telemetry.TelemetryEvent.ChildRestarted;
import dev.chronicle.telemetry.TelemetryEvent.ChildStuck;
import dev.chronicle.telemetry.TelemetryEvent.CommandExecuted;
import dev.chronicle.telemetry.TelemetryEvent.CommandFailed;
import dev.chronicle.telemetry.TelemetryEvent.CommandRerouted;
import dev.chronicle.telemetry.TelemetryEvent.EventParked;
import dev.chronicle.telemetry.TelemetryEvent.Outcome;
import dev.chronicle.telemetry.TelemetryEvent.PartitionLeft;
import dev.chronicle.telemetry.TelemetryEvent.PartitionTaken;
import dev.chronicle.telemetry.TelemetryEvent.ProjectionAdvanced;
import dev.chronicle.telemetry.TelemetryEvent.ProjectionFailed;
import dev.chronicle.telemetry.TelemetryEvent.ProjectionStarted;
import dev.chronicle.telemetry.TelemetryEvent.ProjectionStopped;
import dev.chronicle.telemetry.TelemetryEvent.SnapshotIgnored;
import dev.chronicle.telemetry.TelemetryEvent.SnapshotSaved;
import dev.chronicle.telemetry.TelemetryEvent.SupervisorGaveUp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

@Timeout(30)
class TelemetryTest {

    private static final int THREADS = 16;
    private static final Throwable CAUSE = new IllegalStateException("broken");

    private final Telemetry telemetry = new Telemetry();

    private static void inManyThreads(Runnable work) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofVirtual().start(work));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static CommandExecuted executed(Duration took) {
        return new CommandExecuted("BankAccount", "BankAccount/1", Outcome.STORED, 2, took, 3);
    }

    @Test
    void without_handlers_an_event_is_not_even_made() {
        AtomicInteger made = new AtomicInteger();

        telemetry.emit(
                () -> {
                    made.incrementAndGet();
                    return new SnapshotSaved("a/1", 1);
                });

        assertThat(made).hasValue(0);
        assertThat(telemetry.isHeard()).isFalse();
    }

    @Test
    void every_handler_hears_every_event_until_it_is_detached() {
        List<String> heard = new ArrayList<>();
        Telemetry.Attachment first = telemetry.attach(event -> heard.add("first"));
        Telemetry.Attachment second = telemetry.attach(event -> heard.add("second"));

        telemetry.emit(new SnapshotSaved("a/1", 1));
        first.close();
        first.close();
        telemetry.emit(() -> new SnapshotSaved("a/1", 2));
        second.close();
        telemetry.emit(new SnapshotSaved("a/1", 3));

        assertThat(heard).containsExactly("first", "second", "second");
    }

    @Test
    void a_handler_that_throws_is_detached_and_nobody_else_notices() throws Exception {
        LongAdder heard = new LongAdder();
        telemetry.attach(
                event -> {
                    throw new AssertionError("an error too");
                });
        telemetry.attach(event -> heard.increment());

        inManyThreads(() -> telemetry.emit(new SnapshotSaved("a/1", 1)));

        assertThat(heard.sum()).isEqualTo(THREADS);
        assertThat(telemetry.handlers()).hasSize(1);
    }

    @Test
    void a_handler_is_attached_and_detached_by_its_id() {
        List<String> heard = new ArrayList<>();
        telemetry.attach("first", event -> heard.add("first"));
        telemetry.attach("second", event -> heard.add("second"));

        telemetry.emit(new SnapshotSaved("a/1", 1));

        assertThat(telemetry.handlers()).containsExactly("first", "second");
        assertThat(telemetry.detach("first")).isTrue();
        assertThat(telemetry.detach("first")).isFalse();
        assertThat(telemetry.handlers()).containsExactly("second");
        telemetry.emit(new SnapshotSaved("a/1", 2));
        assertThat(heard).containsExactly("first", "second", "second");
    }

    @Test
    void an_id_that_is_attached_is_refused_and_the_first_handler_stays() {
        List<String> heard = new ArrayList<>();
        telemetry.attach("log", event -> heard.add("first"));

        assertThatThrownBy(() -> telemetry.attach("log", event -> heard.add("second")))
                .isInstanceOfSatisfying(
                        HandlerExistsException.class,
                        refused -> assertThat(refused.id()).isEqualTo("log"))
                .hasMessage("a telemetry handler with this id is attached: id=log");

        telemetry.emit(new SnapshotSaved("a/1", 1));
        assertThat(heard).containsExactly("first");
    }

    @Test
    void an_id_can_be_used_again_and_an_old_attachment_does_not_end_the_new_one() {
        Telemetry.Attachment old = telemetry.attach("log", event -> {});
        telemetry.detach("log");
        telemetry.attach("log", event -> {});

        old.close();

        assertThat(telemetry.handlers()).containsExactly("log");
    }

    @Test
    void of_many_that_attach_under_one_id_one_succeeds() throws Exception {
        LongAdder refused = new LongAdder();

        inManyThreads(
                () -> {
                    try {
                        telemetry.attach("log", event -> {});
                    } catch (HandlerExistsException e) {
                        refused.increment();
                    }
                });

        assertThat(telemetry.handlers()).containsExactly("log");
        assertThat(refused.sum()).isEqualTo(THREADS - 1);
    }

    @Test
    void handlers_without_an_id_get_one_that_is_free() {
        telemetry.attach("handler-1", event -> {});

        telemetry.attach(event -> {});
        telemetry.attach(event -> {});

        assertThat(telemetry.handlers()).containsExactly("handler-1", "handler-2", "handler-3");
    }

    @Test
    void an_id_has_a_length() {
        assertThatThrownBy(() -> telemetry.attach("", event -> {}))
                .hasMessage("id of a handler must have 1 to 200 characters: length=0");
        assertThatThrownBy(() -> telemetry.attach("x".repeat(201), event -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(telemetry.handlers()).isEmpty();
    }

    @Test
    void a_handler_that_throws_is_reported_with_its_id() {
        List<LogRecord> reports = new ArrayList<>();
        Logger logger = Logger.getLogger(Telemetry.class.getName());
        Handler reporting = new Reports(reports);
        logger.addHandler(reporting);
        try {
            telemetry.attach(
                    "broken",
                    event -> {
                        throw new IllegalStateException("handler");
                    });
            telemetry.emit(new SnapshotSaved("a/1", 1));
            telemetry.emit(new SnapshotSaved("a/1", 2));
        } finally {
            logger.removeHandler(reporting);
        }

        assertThat(telemetry.handlers()).isEmpty();
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().getMessage()).contains("detached: id=broken event=Snapshot");
        assertThat(reports.getFirst().getThrown()).hasMessage("handler");
    }

    private static final class Reports extends Handler {

        private final List<LogRecord> records;

        Reports(List<LogRecord> records) {
            this.records = records;
        }

        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void an_event_that_cannot_be_made_does_not_break_the_caller() {
        telemetry.attach(event -> {});

        telemetry.emit(
                () -> {
                    throw new IllegalStateException("no event");
                });

        assertThat(telemetry.handlers()).hasSize(1);
    }

    @Test
    void many_threads_are_counted_to_the_last_event() throws Exception {
        TelemetryCounters counters = new TelemetryCounters();
        telemetry.attach(counters);
        int rounds = 500;

        inManyThreads(
                () -> {
                    for (int i = 0; i < rounds; i++) {
                        telemetry.emit(executed(Duration.ofMillis(1)));
                        telemetry.emit(new ProjectionAdvanced("balances", 7, 2, 1));
                        counters.read();
                    }
                });

        long all = (long) THREADS * rounds;
        TelemetryCounts counts = counters.read();
        assertThat(counts.commands())
                .containsEntry(Outcome.STORED, all)
                .containsEntry(Outcome.REJECTED, 0L);
        assertThat(counts.eventsStored()).isEqualTo(2 * all);
        assertThat(counts.conflicts()).isEqualTo(2 * all);
        assertThat(counts.commandDurations().count()).isEqualTo(all);
        assertThat(counts.commandDurations().total()).isEqualTo(Duration.ofMillis(all));
        assertThat(counts.projections())
                .containsOnlyKeys("balances")
                .containsValue(new TelemetryCounts.Progress(7, 2 * all, 1));
    }

    @Test
    void each_kind_of_event_has_its_count() {
        TelemetryCounters counters = new TelemetryCounters();
        everyKind().forEach(counters::handle);
        counters.handle(new PartitionTaken("p", 1, 7, 9));
        counters.handle(new CommandRerouted("a", "n", "gone"));
        counters.handle(new CommandRerouted("a", "n", "gone"));

        TelemetryCounts counts = counters.read();

        assertThat(counts.commandsFailed()).isEqualTo(1);
        assertThat(counts.aggregatesLoaded()).isEqualTo(1);
        assertThat(counts.eventsReplayed()).isEqualTo(9);
        assertThat(counts.snapshots()).isEqualTo(new TelemetryCounts.Snapshots(1, 1, 1));
        assertThat(counts.projectionsStarted()).isEqualTo(1);
        assertThat(counts.projectionsFailed()).isEqualTo(1);
        assertThat(counts.projectionsStopped()).isEqualTo(1);
        assertThat(counts.eventsParked()).isEqualTo(1);
        assertThat(counts.restarts()).isEqualTo(1);
        assertThat(counts.childrenStuck()).isEqualTo(1);
        assertThat(counts.supervisorsGivenUp()).isEqualTo(1);
        assertThat(counts.cluster().sharedWork())
                .isEqualTo(new TelemetryCounts.SharedWork(2, 1, 3));
        assertThat(counts.commandDurations().count()).isEqualTo(2);
        assertThat(counts.loadDurations().count()).isEqualTo(1);
    }

    @Test
    void a_duration_falls_into_the_first_bucket_that_is_not_shorter() {
        TelemetryCounters counters = new TelemetryCounters();
        counters.handle(executed(Duration.ZERO));
        counters.handle(executed(Duration.ofMillis(1)));
        counters.handle(executed(Duration.ofMillis(1).plusNanos(1)));
        counters.handle(executed(Duration.ofDays(1)));

        TelemetryCounts.Durations durations = counters.read().commandDurations();

        assertThat(durations.bounds()).isSorted();
        assertThat(durations.counts())
                .containsExactly(1L, 0L, 1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L);
    }

    @Test
    void the_log_takes_every_kind() {
        LogTelemetry log = new LogTelemetry();
        telemetry.attach(log);

        everyKind().forEach(telemetry::emit);

        assertThat(telemetry.handlers()).hasSize(1);
    }

    private static List<TelemetryEvent> everyKind() {
        Duration took = Duration.ofMillis(3);
        return List.of(
                executed(took),
                new CommandFailed("a", "a/1", CAUSE, took, 1),
                new AggregateLoaded("a", "a/1", 9, true, took),
                new SnapshotSaved("a/1", 9),
                new SnapshotIgnored("a/1", "another version"),
                new ProjectionStarted("p", 8),
                new ProjectionAdvanced("p", 9, 1, 0),
                new ProjectionFailed("p", 10, 1, CAUSE),
                new ProjectionStopped("p", 10, CAUSE),
                new EventParked("p", 10, CAUSE),
                new PartitionTaken("p", 0, 7, 9),
                new PartitionLeft("p", 0, 7, 10),
                new CommandRerouted("a", "n", "gone"),
                new ChildRestarted("s", "c", 1, CAUSE),
                new ChildStuck("s", "c", took),
                new SupervisorGaveUp("s", "c", CAUSE));
    }
}
