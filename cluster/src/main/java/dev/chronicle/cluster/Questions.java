package dev.chronicle.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;

/**
 * What a node has asked and nobody has answered yet, by number. Each comes to an end: by an answer
 * or a failure, when its time is over, when its member is gone, or when the node is closed. Threads
 * share it.
 *
 * @param <A> where members are asked; a member that was started again is elsewhere
 */
final class Questions<A> {

    /** Stands for no answer in time; compared by identity. */
    private static final byte[] OVERDUE = new byte[0];

    private final Map<Long, Question<A>> open = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private volatile boolean closed;

    /** One of them; who asked waits for {@code outcome}, and {@code answer} is for who answers. */
    record Question<A>(
            long number,
            Member member,
            A address,
            CompletableFuture<byte[]> answer,
            CompletableFuture<byte[]> outcome) {

        void fail(String reason) {
            answer.completeExceptionally(new MemberUnreachableException(member, reason));
        }
    }

    Question<A> open(Member member, A address, Service service, Duration deadline) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        CompletableFuture<byte[]> outcome =
                answer.completeOnTimeout(OVERDUE, deadline.toNanos(), TimeUnit.NANOSECONDS)
                        .thenApply(
                                bytes -> {
                                    if (bytes == OVERDUE) {
                                        throw new DeadlineExceededException(
                                                "ask node=%s service=%s".formatted(member, service),
                                                deadline);
                                    }
                                    return bytes;
                                });
        Question<A> question =
                new Question<>(last.incrementAndGet(), member, address, answer, outcome);
        open.put(question.number, question);
        var _ = answer.whenComplete((_, _) -> open.remove(question.number));
        if (closed) {
            answer.completeExceptionally(new ClusterClosedException());
        }
        return question;
    }

    /** Takes an answer; one that comes too late, or from elsewhere, is dropped. */
    void answered(long number, A from, byte[] bytes) {
        Question<A> question = open.get(number);
        if (question != null && question.address.equals(from)) {
            question.answer.complete(bytes);
        }
    }

    /** Takes the reason why there is no answer, as {@link #answered} does. */
    void failed(long number, A from, String reason) {
        Question<A> question = open.get(number);
        if (question != null && question.address.equals(from)) {
            question.answer.completeExceptionally(
                    new MemberFailedException(question.member, reason));
        }
    }

    /** Fails all whose member is no more where it was asked. */
    void failUnless(BiPredicate<Member, A> present) {
        for (Question<A> question : open.values()) {
            if (!present.test(question.member, question.address)) {
                question.fail("it is not in the view any more");
            }
        }
    }

    /** Fails all that are open, and those to come. */
    void close() {
        closed = true;
        open.values().forEach(it -> it.answer.completeExceptionally(new ClusterClosedException()));
    }
}
