package dev.chronicle.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.supervision.ChildStatus.State;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Random trees under random failures do what {@link NaiveSupervision} says: the same states,
 * counts, orders of stopping and starting, waits, and the same moment of giving up.
 */
@Timeout(60)
class SupervisionStormTest {

    private final Map<String, List<String>> log = new ConcurrentHashMap<>();
    private final Map<String, BlockingQueue<String>> orders = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final List<String> escalated = new CopyOnWriteArrayList<>();

    /** A thread that writes down that it is started and told to stop. */
    private final class Noted extends Thread {
        Noted(Runnable work) {
            super(work);
            setDaemon(true);
        }

        @Override
        public void start() {
            note(NaiveSupervision.parent(getName()), "start " + getName());
            super.start();
        }

        @Override
        public void interrupt() {
            // a wait that was interrupted and signalled at once interrupts its own thread again
            if (Thread.currentThread() != this && !getName().equals("root")) {
                note("stops", getName());
            }
            super.interrupt();
        }
    }

    private void note(String key, String entry) {
        log.computeIfAbsent(key, _ -> new CopyOnWriteArrayList<>()).add(entry);
    }

    private void work(String name) throws InterruptedException {
        String order = orders.computeIfAbsent(name, _ -> new LinkedBlockingQueue<>()).take();
        if (!order.isEmpty()) {
            throw new IllegalStateException(order);
        }
    }

    private void grow(NaiveSupervision.Node model, Supervisor supervisor, SupervisorOptions all) {
        for (NaiveSupervision.Node child : model.children) {
            if (child.isTask()) {
                supervisor.start(child.name, () -> work(child.name));
            } else {
                SupervisorOptions own =
                        all.strategy(child.strategy).intensity(child.max, child.period);
                grow(child, supervisor.startSupervisor(child.name, own), all);
            }
        }
    }

    @RepeatedTest(20)
    void a_storm_ends_as_the_naive_model_says() throws Exception {
        long seed = Long.getLong("chronicle.seed", ThreadLocalRandom.current().nextInt());
        try {
            storm(seed);
        } catch (Throwable e) {
            throw new AssertionError("chronicle.seed=" + seed, e);
        }
    }

    private void storm(long seed) throws Exception {
        Random random = new Random(seed);
        NaiveSupervision model = new NaiveSupervision(random, new SplittableRandom(seed));
        SupervisorOptions all =
                SupervisorOptions.standard()
                        .time(
                                now::get,
                                wait ->
                                        note(
                                                "sleep " + Thread.currentThread().getName(),
                                                "" + wait))
                        .random(new SplittableRandom(seed))
                        .threads(Noted::new)
                        .stopWithin(Duration.ofSeconds(20));
        NaiveSupervision.Node top = model.root;
        Supervisor root =
                new Supervisor(
                        "root",
                        all.strategy(top.strategy).intensity(top.max, top.period),
                        (child, _) -> escalated.add(child));
        grow(top, root, all);
        settles(root, model);
        log.clear();
        for (int i = 0; i < 40 && model.escalated.isEmpty() && !model.running().isEmpty(); i++) {
            now.updateAndGet(it -> it.plusMillis(random.nextInt(1500)));
            List<NaiveSupervision.Node> running = model.running();
            NaiveSupervision.Node hit = running.get(random.nextInt(running.size()));
            String order = random.nextInt(15) == 0 ? "" : "failure " + i;
            model.order(hit, order, now.get());
            orders.computeIfAbsent(hit.name, _ -> new LinkedBlockingQueue<>()).add(order);
            settles(root, model);
            assertThat(log).isEqualTo(model.log);
        }
        model.close();
        root.close();
        assertThat(root.awaitTermination(Duration.ofSeconds(20))).isTrue();
        settles(root, model);
        assertThat(log).isEqualTo(model.log);
        assertThat(escalated).isEqualTo(model.escalated);
    }

    private static void settles(Supervisor root, NaiveSupervision model) {
        List<String> wanted = new ArrayList<>();
        model.root.children.forEach(it -> it.describe(wanted));
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!described(root).equals(wanted) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000);
        }
        assertThat(described(root)).isEqualTo(wanted);
    }

    private static List<String> described(Supervisor root) {
        List<String> lines = new ArrayList<>();
        root.children().forEach(it -> describe(it, lines));
        return lines;
    }

    private static void describe(ChildStatus child, List<String> lines) {
        State state = child.state();
        lines.add(
                "%s %s %d %s"
                        .formatted(
                                child.name(),
                                state,
                                child.restarts(),
                                child.lastFailure().orElse("-")));
        child.children().forEach(it -> describe(it, lines));
    }
}
