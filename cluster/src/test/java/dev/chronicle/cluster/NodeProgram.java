package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.telemetry.Telemetry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A node as a process of its own, for tests: reads a command a line and answers it by a line. Its
 * arguments are its name, all nodes as {@code name=host:port,…}, its directory, and perhaps a
 * secret.
 */
final class NodeProgram {

    private final ClusterNode node;
    private Optional<NodeLoad> load = Optional.empty();

    private NodeProgram(ClusterNode node) {
        this.node = node;
    }

    public static void main(String[] args) throws Exception {
        Member self = new Member(args[0]);
        Map<Member, InetSocketAddress> addresses = addresses(args[1]);
        InetSocketAddress bind = addresses.get(self);
        if (bind == null) {
            throw new IllegalArgumentException("unknown node=" + self);
        }
        ClusterOptions options =
                new ClusterOptions(
                        self,
                        List.copyOf(addresses.keySet()),
                        bind,
                        AddressBook.of(addresses),
                        Path.of(args[2]),
                        args.length > 3 ? Optional.of(ClusterSecret.of(args[3])) : Optional.empty(),
                        ClusterOptions.Scopes.standard());
        ClusterNode node =
                ClusterNode.open(
                        options,
                        new ClusterNode.Means(
                                InstantSource.system(), new Random(), new Telemetry()));
        System.out.println("ready");
        new NodeProgram(node).run();
    }

    static Map<Member, InetSocketAddress> addresses(String spec) {
        Map<Member, InetSocketAddress> addresses = new TreeMap<>();
        for (String part : List.of(spec.split(",", -1))) {
            int equals = part.indexOf('=');
            int colon = part.lastIndexOf(':');
            addresses.put(
                    new Member(part.substring(0, equals)),
                    new InetSocketAddress(
                            part.substring(equals + 1, colon),
                            Integer.parseInt(part.substring(colon + 1))));
        }
        return addresses;
    }

    private void run() throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer;
            try {
                answer = answer(List.of(line.split(" ", -1)));
            } catch (Exception e) {
                answer = "error " + e.getClass().getSimpleName() + " " + e.getMessage();
            }
            System.out.println(answer);
        }
        System.exit(0);
    }

    private String answer(List<String> command) throws Exception {
        return switch (command.getFirst()) {
            case "register" -> "" + node.registry().register(command.get(1), command.get(2));
            case "unregister" -> "" + node.registry().unregister(command.get(1), command.get(2));
            case "workers" -> workers(command.get(1));
            case "leader" -> node.status().leader().map(Member::name).orElse("none");
            case "members" -> node.status().members() + " majority=" + node.status().majority();
            case "standing" -> node.status().members() + " " + node.consensus();
            case "leave" -> {
                node.close();
                yield "left";
            }
            case "state" -> HexFormat.of().formatHex(node.state().snapshot());
            case "offer" -> {
                EventStore store = new MemoryEventStore();
                var _ = node.gateway().offer(command.get(1), command.get(2), store);
                yield "true";
            }
            case "append" -> append(command.get(1), command.get(2));
            case "ids" -> ids(command.get(1));
            case "work" -> {
                load = Optional.of(new NodeLoad(node));
                yield "true";
            }
            case "rest" -> {
                load.orElseThrow().end();
                yield "true";
            }
            case "acknowledged" ->
                    String.join(",", load.orElseThrow().acknowledged(command.get(1)));
            case "registered" -> String.join(",", load.orElseThrow().registered());
            default -> "unknown";
        };
    }

    private String workers(String store) {
        return node.registry().workers(store).stream()
                .map(it -> it.node() + "/" + it.id())
                .collect(Collectors.joining(","));
    }

    private String append(String store, String id) throws InterruptedException {
        NewEvent event = NewEvent.of(new StreamId("test", "1"), "Happened").id(id).build();
        return node.gateway()
                .<Object>execute(store, worker -> worker.append(List.of(event)).get())
                .toString();
    }

    private String ids(String store) throws InterruptedException {
        return node.gateway()
                .execute(
                        store,
                        worker -> {
                            try (Stream<Event> events = worker.read(Query.all(), Position.START)) {
                                return events.map(it -> it.id().value())
                                        .collect(Collectors.joining(","));
                            }
                        });
    }
}
