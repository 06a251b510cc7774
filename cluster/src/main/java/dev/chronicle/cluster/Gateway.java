package dev.chronicle.cluster;

import dev.chronicle.cluster.CallOptions.Placement;
import dev.chronicle.store.EventStore;
import dev.chronicle.telemetry.Telemetry;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Calls to stores, wherever they are: a call goes to one of the workers that are registered for the
 * store, each in turn, and to another one if that fails. Threads share it.
 *
 * <p>The worker is an {@link EventStore}, and on another node behaves as it would on this one, with
 * the store's own errors. Errors that would come again ({@link
 * dev.chronicle.store.ConditionFailedException}, {@link dev.chronicle.store.IdReusedException}, a
 * bad argument, whatever the work itself throws) are never retried. An append whose answer was lost
 * and that is offered again stores nothing twice, since an event's id is stored once.
 */
public final class Gateway implements AutoCloseable {

    /** How many casts may be under way at once: {@value}. A further one waits. */
    public static final int MAX_CASTS = 1000;

    private final WorkerRegistry registry;
    private final Rotation rotation;
    private final Offers offers;
    private final RemoteStores remotes;
    private final Waits waits;
    private final RequestTelemetry telemetry;
    private final Semaphore casts = new Semaphore(MAX_CASTS);

    Gateway(WorkerRegistry registry, Network network, Waits waits, Telemetry telemetry) {
        this.registry = registry;
        this.waits = waits;
        this.telemetry = new RequestTelemetry(telemetry, waits);
        rotation = new Rotation(registry, network.self());
        offers = new Offers(registry);
        remotes = new RemoteStores(network, registry);
        network.serve(Service.STORE, new StoreService(network.self(), offers::find));
    }

    /**
     * Lets a store work: serves it to all nodes and registers it; without a majority, as soon as
     * there is one.
     *
     * @param store the id that it is called by, 1 to 200 characters
     * @param workerId unique among the store's workers on this node
     * @param worker stays the caller's to close; when it is closed or has failed, it is taken out
     *     by itself
     * @return ends the work; closing it does not close the store
     * @throws RegistryFullException as {@link WorkerRegistry#register}
     * @throws IllegalStateException if this node offers such a worker already
     */
    public Offer offer(String store, String workerId, EventStore worker) {
        return offers.add(store, workerId, worker);
    }

    /** A store that works. */
    @FunctionalInterface
    public interface Offer extends AutoCloseable {

        /**
         * Takes the worker out.
         *
         * @throws NoMajorityException if the others cannot be told now; they are as soon as they
         *     can
         */
        @Override
        void close();
    }

    /** {@link #execute(String, CallOptions, Work)} by the {@linkplain CallOptions defaults}. */
    public <R> R execute(String store, Work<R> work) throws InterruptedException {
        return execute(store, CallOptions.defaults(), work);
    }

    /**
     * Does the work with a worker of the store, each in turn, and waits for it. It is done on a
     * virtual thread of its own, which is interrupted when its time is over.
     *
     * @return what the work returns
     * @throws RetriesExhaustedException if every attempt failed, or the time is over before the
     *     next; its cause is the last failure, {@link NoWorkersException} if nobody works for the
     *     store
     * @throws RuntimeException whatever else the work throws, at once; a checked exception as the
     *     cause of a {@link WorkFailedException}
     */
    public <R> R execute(String store, CallOptions options, Work<R> work)
            throws InterruptedException {
        RequestTelemetry.Request request = telemetry.begin(store);
        try {
            R result = new Attempts<>(options, work, request).run(store);
            request.succeeded();
            return result;
        } catch (RuntimeException | InterruptedException e) {
            request.failed(e);
            throw e;
        }
    }

    /** One call. */
    private final class Attempts<R> {

        private final CallOptions options;
        private final Work<R> work;
        private final RequestTelemetry.Request request;
        private final Deadline end;

        Attempts(CallOptions options, Work<R> work, RequestTelemetry.Request request) {
            this.options = options;
            this.work = work;
            this.request = request;
            end = Deadline.in(options.deadline(), waits::nanoTime);
        }

        R run(String store) throws InterruptedException {
            Rotation.Call call = rotation.begin(store, options.placement());
            for (int attempt = 1; ; attempt++) {
                try {
                    return attempt(call.next());
                } catch (RuntimeException e) {
                    if (!Failures.mayPass(e)) {
                        throw e;
                    }
                    waitForNext(attempt, e);
                }
            }
        }

        private R attempt(Worker worker) throws InterruptedException {
            Duration limit = end.left(options.attemptTimeout());
            return TimedWork.run(() -> work.on(find(worker)), worker, limit);
        }

        private void waitForNext(int attempt, RuntimeException last) throws InterruptedException {
            Duration delay = options.retry().delay(attempt - 1, waits.random());
            if (attempt >= options.retry().attempts() || delay.compareTo(end.left()) >= 0) {
                request.exhausted(attempt, last);
                throw new RetriesExhaustedException(attempt, last);
            }
            request.retries(attempt, delay, last);
            waits.pause(delay);
        }
    }

    private EventStore find(Worker worker) {
        return worker.node().equals(offers.node())
                ? offers.require(worker.store(), worker.id())
                : remotes.find(worker);
    }

    /**
     * Does the work with a worker of the store, each in turn, without waiting for it, and once: a
     * failure is seen in the telemetry alone.
     *
     * @throws NoWorkersException if nobody works for the store
     */
    public void cast(String store, Work<?> work) throws InterruptedException {
        Worker worker = rotation.begin(store, Placement.ANY).next();
        Duration limit = CallOptions.defaults().attemptTimeout();
        if (!casts.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new DeadlineExceededException("cast to " + store, limit);
        }
        Thread.ofVirtual().name("chronicle-cast").start(() -> castNow(worker, work, limit));
    }

    private void castNow(Worker worker, Work<?> work, Duration limit) {
        RequestTelemetry.Request request = telemetry.begin(worker.store());
        try {
            TimedWork.run(() -> work.on(find(worker)), worker, limit);
            request.succeeded();
        } catch (RuntimeException | InterruptedException e) {
            request.failed(e);
        } finally {
            casts.release();
        }
    }

    /** The workers, to be looked at. */
    public WorkerRegistry registry() {
        return registry;
    }

    /** Takes out what this node offers, as far as it can. */
    @Override
    public void close() {
        offers.close();
        remotes.close();
    }
}
