package dev.chronicle.cluster;

import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.util.ExtendedUUID;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The network by JGroups. A frame is: version, kind, service, the number of the question, and what
 * is asked, answered or told; see {@code docs/design/cluster-wire.md}.
 */
final class JGroupsNetwork implements Network, Receiver {

    /** The most questions of others that are worked on at once. */
    private static final int MAX_UNDER_WAY = 10_000;

    private static final int ASK = 1;
    private static final int ANSWER = 2;
    private static final int FAILURE = 3;
    private static final int TELL = 4;

    private static final Logger log = System.getLogger(JGroupsNetwork.class.getName());

    private final JChannel channel;
    private final Member self;
    private final List<Member> voters;
    private final Map<Service, RequestHandler> handlers = new ConcurrentHashMap<>();
    private final List<Consumer<View>> listeners = new CopyOnWriteArrayList<>();
    private final Map<Long, Asked> asked = new ConcurrentHashMap<>();
    private final AtomicLong lastQuestion = new AtomicLong();
    private final Semaphore underWay = new Semaphore(MAX_UNDER_WAY);
    private final Inboxes inboxes = new Inboxes();
    private volatile Map<Member, Address> addresses = Map.of();
    private volatile View view;
    private volatile boolean closed;

    JGroupsNetwork(JChannel channel, Member self, List<Member> voters) {
        this.channel = channel;
        this.self = self;
        this.voters = voters;
        view = new View(0, List.of(self), false);
        channel.setReceiver(this);
    }

    private record Asked(Member member, Address to, CompletableFuture<byte[]> answer) {}

    static Member member(Address address) {
        if (address instanceof ExtendedUUID named) {
            byte[] name = named.get(RAFT.raft_id_key);
            if (name != null) {
                return new Member(new String(name, StandardCharsets.UTF_8));
            }
        }
        throw new IllegalArgumentException("a node without a name: address=" + address);
    }

    @Override
    public void viewAccepted(org.jgroups.View accepted) {
        Map<Member, Address> present = new LinkedHashMap<>();
        for (Address address : accepted.getMembers()) {
            present.put(member(address), address);
        }
        long voting = present.keySet().stream().filter(voters::contains).count();
        addresses = Map.copyOf(present);
        view =
                new View(
                        view.number() + 1,
                        List.copyOf(present.keySet()),
                        voting > voters.size() / 2);
        for (Asked one : asked.values()) {
            failIfGone(one);
        }
        View seen = view;
        listeners.forEach(it -> it.accept(seen));
    }

    private void failIfGone(Asked one) {
        if (!one.to.equals(addresses.get(one.member))) {
            one.answer.completeExceptionally(
                    new MemberUnreachableException(one.member, "it is not in the view any more"));
        }
    }

    @Override
    public Member self() {
        return self;
    }

    @Override
    public View view() {
        return view;
    }

    @Override
    public void onView(Consumer<View> listener) {
        listeners.add(listener);
    }

    @Override
    public void serve(Service service, RequestHandler handler) {
        handlers.put(service, handler);
    }

    @Override
    public CompletableFuture<byte[]> ask(
            Member to, Service service, byte[] request, Duration deadline) {
        requireSize(request);
        if (closed) {
            return CompletableFuture.failedFuture(new ClusterClosedException());
        }
        Address address = addresses.get(to);
        if (address == null) {
            return CompletableFuture.failedFuture(
                    new MemberUnreachableException(to, "it is not in the view"));
        }
        long question = lastQuestion.incrementAndGet();
        Asked one = new Asked(to, address, new CompletableFuture<>());
        asked.put(question, one);
        CompletableFuture<byte[]> answer =
                one.answer
                        .completeOnTimeout(OVERDUE, deadline.toNanos(), TimeUnit.NANOSECONDS)
                        .thenApply(
                                bytes -> {
                                    if (bytes == OVERDUE) {
                                        throw new DeadlineExceededException(
                                                "ask node=%s service=%s".formatted(to, service),
                                                deadline);
                                    }
                                    return bytes;
                                });
        var _ = one.answer.whenComplete((_, _) -> asked.remove(question));
        failIfGone(one);
        if (to.equals(self)) {
            answer(self, service, request, one.answer);
        } else {
            sendSoon(address, frame(ASK, service, question, request), one);
        }
        return answer;
    }

    /** Stands for no answer in time; compared by identity. */
    private static final byte[] OVERDUE = new byte[0];

    private static void requireSize(byte[] message) {
        if (message.length > MAX_MESSAGE) {
            throw new IllegalArgumentException(
                    "a message is too large: bytes=%d limit=%d"
                            .formatted(message.length, MAX_MESSAGE));
        }
    }

    private static byte[] frame(int kind, Service service, long question, byte[] content) {
        return new WireWriter()
                .u8(kind)
                .u8(service.code)
                .i64(question)
                .bytes(content)
                .toByteArray();
    }

    /** On a thread of its own: sending waits where the receiver does not keep up. */
    private void sendSoon(Address to, byte[] frame, Asked one) {
        Thread.ofVirtual()
                .name("chronicle-send")
                .start(
                        () -> {
                            try {
                                send(to, frame);
                            } catch (Exception e) {
                                one.answer.completeExceptionally(
                                        new MemberUnreachableException(
                                                one.member, String.valueOf(e)));
                            }
                        });
    }

    private void send(Address to, byte[] frame) throws Exception {
        channel.send(new BytesMessage(to, frame).setFlag(Message.Flag.OOB));
    }

    @Override
    public void tell(Service service, byte[] message) {
        requireSize(message);
        if (closed || addresses.size() < 2) {
            return;
        }
        try {
            channel.send(
                    new BytesMessage(null, frame(TELL, service, 0, message))
                            .setFlag(Message.TransientFlag.DONT_LOOPBACK));
        } catch (Exception e) {
            log.log(Level.WARNING, "a message to all nodes was lost: service=" + service, e);
        }
    }

    @Override
    public void receive(Message message) {
        try {
            WireReader in =
                    new WireReader(
                            Arrays.copyOfRange(
                                    message.getArray(),
                                    message.getOffset(),
                                    message.getOffset() + message.getLength()));
            int kind = in.u8();
            Service service = Service.of(in.u8());
            long question = in.i64();
            byte[] content = in.bytes();
            in.end();
            received(message.getSrc(), kind, service, question, content);
        } catch (MalformedMessageException | IllegalArgumentException e) {
            log.log(Level.WARNING, "a message is dropped: from=" + message.getSrc(), e);
        }
    }

    private void received(Address from, int kind, Service service, long question, byte[] content) {
        switch (kind) {
            case ASK -> {
                CompletableFuture<byte[]> answer = new CompletableFuture<>();
                var _ =
                        answer.whenComplete(
                                (bytes, failure) -> reply(from, service, question, bytes, failure));
                answer(member(from), service, content, answer);
            }
            case ANSWER -> complete(question, from, it -> it.answer.complete(content));
            case FAILURE ->
                    complete(
                            question,
                            from,
                            it ->
                                    it.answer.completeExceptionally(
                                            new MemberFailedException(
                                                    it.member,
                                                    new String(content, StandardCharsets.UTF_8))));
            case TELL ->
                    inboxes.put(
                            new Inboxes.Key(member(from), service),
                            content.length,
                            () -> told(member(from), service, content));
            default -> throw new MalformedMessageException("unknown frame=" + kind);
        }
    }

    private void complete(long question, Address from, Consumer<Asked> completion) {
        Asked one = asked.get(question);
        if (one != null && one.to.equals(from)) {
            completion.accept(one);
        }
    }

    private void answer(
            Member from, Service service, byte[] request, CompletableFuture<byte[]> answer) {
        RequestHandler handler = handlers.get(service);
        if (handler == null) {
            answer.completeExceptionally(
                    new MemberFailedException(self, "it does not serve " + service));
        } else if (!underWay.tryAcquire()) {
            answer.completeExceptionally(
                    new MemberFailedException(self, "too many requests are under way"));
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
            requireSize(bytes);
            answer.complete(bytes);
        } catch (Exception e) {
            answer.completeExceptionally(
                    new MemberFailedException(self, String.valueOf(e.getMessage())));
        } finally {
            underWay.release();
        }
    }

    private void reply(
            Address to, Service service, long question, byte[] bytes, Throwable failure) {
        byte[] frame =
                failure == null
                        ? frame(ANSWER, service, question, bytes)
                        : frame(
                                FAILURE,
                                service,
                                question,
                                String.valueOf(failure.getMessage())
                                        .getBytes(StandardCharsets.UTF_8));
        try {
            send(to, frame);
        } catch (Exception e) {
            log.log(Level.DEBUG, "an answer was lost: to=" + to, e);
        }
    }

    private void told(Member from, Service service, byte[] message) {
        RequestHandler handler = handlers.get(service);
        if (handler == null) {
            return;
        }
        try {
            handler.handle(from, message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.log(Level.WARNING, "a message could not be dealt with: from=" + from, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        channel.close();
        asked.values().forEach(it -> it.answer.completeExceptionally(new ClusterClosedException()));
    }
}
