package dev.chronicle.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/** An {@link ArrayBlockingQueue} for each subscriber, and nothing else. */
final class QueueFanOut implements FanOut {

    private static final int BATCH = 256;

    private final List<ArrayBlockingQueue<Object>> queues = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder received = new LongAdder();
    private final Object message = new Object();

    /**
     * @param draining whether subscribers take all that is there, or one message at a time
     */
    QueueFanOut(int count, int capacity, boolean draining) {
        for (int i = 0; i < count; i++) {
            ArrayBlockingQueue<Object> queue = new ArrayBlockingQueue<>(capacity);
            queues.add(queue);
            threads.add(Thread.ofPlatform().start(() -> receive(queue, draining)));
        }
    }

    private void receive(ArrayBlockingQueue<Object> queue, boolean draining) {
        List<Object> taken = new ArrayList<>(BATCH);
        try {
            while (true) {
                taken.add(queue.take());
                if (draining) {
                    queue.drainTo(taken, BATCH - 1);
                }
                received.add(taken.size());
                taken.clear();
            }
        } catch (InterruptedException e) {
            // the end
        }
    }

    @Override
    public void publish() throws InterruptedException {
        for (ArrayBlockingQueue<Object> queue : queues) {
            queue.put(message);
        }
    }

    @Override
    public long received() {
        return received.sum();
    }

    @Override
    public void stop() throws InterruptedException {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
