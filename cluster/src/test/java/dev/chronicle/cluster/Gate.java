package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Between a process and the world: what a paused one does waits here until it goes on, what a
 * killed one does has no effect any more. Threads share it.
 */
final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean paused;
    private boolean dead;

    void pause() {
        change(() -> paused = true);
    }

    void resume() {
        change(() -> paused = false);
    }

    void kill() {
        change(() -> dead = true);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Does it, unless the process is dead. */
    <T> T pass(Supplier<T> deed) {
        lock.lock();
        try {
            while (paused && !dead) {
                changed.awaitUninterruptibly();
            }
            if (dead) {
                throw new StoreClosedException("the process is dead");
            }
            return deed.get();
        } finally {
            lock.unlock();
        }
    }

    void pass(Runnable deed) {
        pass(
                () -> {
                    deed.run();
                    return true;
                });
    }

    /** The checkpoints as the process has them. */
    CheckpointStore checkpoints(CheckpointStore shared) {
        return new CheckpointStore() {
            @Override
            public void save(String name, Position position) {
                pass(() -> shared.save(name, position));
            }

            @Override
            public Position load(String name) {
                return pass(() -> shared.load(name));
            }

            @Override
            public void delete(String name) {
                pass(() -> shared.delete(name));
            }

            @Override
            public List<String> names() {
                return pass(shared::names);
            }

            @Override
            public void close() {
                // the others go on with it
            }
        };
    }

    /** The log as the process has it. */
    EventStore log(EventStore own) {
        return new EventStore() {
            @Override
            public CompletableFuture<List<AppendResult>> append(Append append) {
                return pass(() -> own.append(append));
            }

            @Override
            public Stream<Event> read(
                    Query query, Position after, long limit, Direction direction) {
                return pass(() -> own.read(query, after, limit, direction));
            }

            @Override
            public Subscription subscribe(Query query, Position after) {
                return pass(() -> own.subscribe(query, after));
            }

            @Override
            public Position head() {
                return own.head();
            }

            @Override
            public StoreStatus status() {
                return own.status();
            }

            @Override
            public void close() {
                own.close();
            }
        };
    }
}
