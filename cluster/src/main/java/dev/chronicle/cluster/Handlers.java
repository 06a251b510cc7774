package dev.chronicle.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Answers for one node what is asked of it, and takes what it is told. Threads share it. */
final class Handlers {

    /** The most questions that are worked on at once. */
    private static final int MAX_UNDER_WAY = 10_000;

    private static final Logger log = System.getLogger(Handlers.class.getName());

    private final Member self;
    private final Map<Service, RequestHandler> handlers = new ConcurrentHashMap<>();
    private final Semaphore underWay = new Semaphore(MAX_UNDER_WAY);

    Handlers(Member self) {
        this.self = self;
    }

    void serve(Service service, RequestHandler handler) {
        handlers.put(service, handler);
    }

    /**
     * Has the request handled on a virtual thread of its own.
     *
     * @param answer completes with the answer, or with {@link MemberFailedException}
     */
    void answer(Member from, Service service, byte[] request, CompletableFuture<byte[]> answer) {
        RequestHandler handler = handlers.get(service);
        if (handler == null) {
            answer.completeExceptionally(failed("it does not serve " + service));
        } else if (!underWay.tryAcquire()) {
            answer.completeExceptionally(failed("too many requests are under way"));
        } else {
            Thread.ofVirtual()
                    .name("chronicle-answer")
                    .start(() -> answer(from, handler, request, answer));
        }
    }

    private void answer(
            Member from, RequestHandler handler, byte[] request, CompletableFuture<byte[]> answer) {
        try {
            byte[] bytes = handler.handle(from, request);
            Network.requireSize(bytes);
            answer.complete(bytes);
        } catch (Exception e) {
            answer.completeExceptionally(failed(String.valueOf(e.getMessage())));
        } finally {
            underWay.release();
        }
    }

    private MemberFailedException failed(String reason) {
        return new MemberFailedException(self, reason);
    }

    /** Has the message handled on this thread; nobody hears of a failure but the log. */
    void take(Member from, Service service, byte[] message) {
        RequestHandler handler = handlers.get(service);
        if (handler == null) {
            return;
        }
        try {
            var _ = handler.handle(from, message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.log(Level.WARNING, "a message could not be dealt with: from=" + from, e);
        }
    }
}
