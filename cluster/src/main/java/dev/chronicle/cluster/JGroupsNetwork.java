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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The network by JGroups. A frame is: version, kind, service, the number of the question, and what
 * is asked, answered or told; see {@code docs/design/cluster-wire.md}.
 */
final class JGroupsNetwork implements Network, Receiver {

    private static final int ASK = 1;
    private static final int ANSWER = 2;
    private static final int FAILURE = 3;
    private static final int TELL = 4;

    private static final Logger log = System.getLogger(JGroupsNetwork.class.getName());

    private final JChannel channel;
    private final Member self;
    private final List<Member> voters;
    private final Handlers handlers;
    private final List<Consumer<View>> listeners = new CopyOnWriteArrayList<>();
    private final Questions<Address> questions = new Questions<>();
    private final Inboxes inboxes = new Inboxes();
    private volatile Map<Member, Address> addresses = Map.of();
    private volatile View view;
    private volatile boolean closed;

    JGroupsNetwork(JChannel channel, Member self, List<Member> voters) {
        this.channel = channel;
        this.self = self;
        this.voters = voters;
        handlers = new Handlers(self);
        view = new View(0, List.of(self), false);
        channel.setReceiver(this);
    }

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
        questions.failUnless(this::isAt);
        View seen = view;
        listeners.forEach(it -> it.accept(seen));
    }

    private boolean isAt(Member member, Address address) {
        return address.equals(addresses.get(member));
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
        handlers.serve(service, handler);
    }

    @Override
    public CompletableFuture<byte[]> ask(
            Member to, Service service, byte[] request, Duration deadline) {
        Network.requireSize(request);
        Address address = addresses.get(to);
        if (address == null) {
            return CompletableFuture.failedFuture(
                    new MemberUnreachableException(to, "it is not in the view"));
        }
        Questions.Question<Address> question = questions.open(to, address, service, deadline);
        if (!isAt(to, address)) {
            question.fail("it left just now");
        } else if (to.equals(self)) {
            handlers.answer(self, service, request, question.answer());
        } else {
            sendSoon(frame(ASK, service, question.number(), request), question);
        }
        return question.outcome();
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
    private void sendSoon(byte[] frame, Questions.Question<Address> question) {
        Thread.ofVirtual()
                .name("chronicle-send")
                .start(
                        () -> {
                            try {
                                send(question.address(), frame);
                            } catch (Exception e) {
                                question.fail(String.valueOf(e));
                            }
                        });
    }

    private void send(Address to, byte[] frame) throws Exception {
        channel.send(new BytesMessage(to, frame).setFlag(Message.Flag.OOB));
    }

    @Override
    public void tell(Service service, byte[] message) {
        Network.requireSize(message);
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
                handlers.answer(member(from), service, content, answer);
            }
            case ANSWER -> questions.answered(question, from, content);
            case FAILURE ->
                    questions.failed(question, from, new String(content, StandardCharsets.UTF_8));
            case TELL ->
                    inboxes.put(
                            new Inboxes.Key(member(from), service),
                            content.length,
                            () -> handlers.take(member(from), service, content));
            default -> throw new MalformedMessageException("unknown frame=" + kind);
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

    @Override
    public void close() {
        closed = true;
        channel.close();
        questions.close();
    }
}
