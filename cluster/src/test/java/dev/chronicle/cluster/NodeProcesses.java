package dev.chronicle.cluster;

import static dev.chronicle.cluster.Eventually.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A cluster of processes. One thread at a time uses it. */
final class NodeProcesses implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Path directory;
    private final Map<String, String> addresses;
    private final Function<String, List<String>> before;
    private final List<String> secret;
    private final Map<String, NodeProcess> running = new TreeMap<>();

    /**
     * Starts nothing yet.
     *
     * @param addresses {@code host:port} by name
     * @param before what stands in front of the command that starts a node
     * @param secret one, or none
     */
    NodeProcesses(
            Path directory,
            Map<String, String> addresses,
            Function<String, List<String>> before,
            List<String> secret) {
        this.directory = directory;
        this.addresses = new TreeMap<>(addresses);
        this.before = before;
        this.secret = secret;
    }

    /** On the loopback address. */
    static NodeProcesses local(Path directory, List<String> names) {
        List<Integer> ports = Ports.free(names.size());
        Map<String, String> addresses = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            addresses.put(names.get(i), "127.0.0.1:" + ports.get(i));
        }
        return new NodeProcesses(directory, addresses, _ -> List.of(), List.of());
    }

    void start(List<String> names) throws IOException {
        String cluster =
                addresses.entrySet().stream()
                        .map(it -> it.getKey() + "=" + it.getValue())
                        .collect(Collectors.joining(","));
        for (String name : names) {
            List<String> arguments =
                    new ArrayList<>(List.of(name, cluster, directory.resolve(name).toString()));
            arguments.addAll(secret);
            running.put(
                    name,
                    NodeProcess.start(
                            before.apply(name), directory.resolve(name + ".log"), arguments));
        }
        for (String name : names) {
            get(name).awaitReady();
        }
    }

    List<String> names() {
        return List.copyOf(addresses.keySet());
    }

    List<String> runningNames() {
        return List.copyOf(running.keySet());
    }

    List<String> others(String... names) {
        TreeSet<String> others = new TreeSet<>(running.keySet());
        List.of(names).forEach(others::remove);
        return List.copyOf(others);
    }

    NodeProcess get(String name) {
        return Objects.requireNonNull(running.get(name), name);
    }

    String ask(String name, String command) {
        return get(name).ask(command);
    }

    void kill(String name) throws InterruptedException {
        get(name).kill();
        running.remove(name);
    }

    /** Waits until these nodes, and they alone, see each other and a leader among them. */
    Duration awaitTogether(List<String> names) {
        String members = names.stream().sorted().toList() + " majority=true";
        return within(
                LONG,
                "these are together: " + names,
                () ->
                        names.stream().allMatch(it -> ask(it, "members").equals(members))
                                && names.stream()
                                                .map(it -> ask(it, "leader"))
                                                .distinct()
                                                .filter(names::contains)
                                                .count()
                                        == 1);
    }

    Duration awaitWorkers(List<String> names, String store, String workers) {
        try {
            return within(
                    LONG,
                    "workers of " + store + " are " + workers,
                    () ->
                            names.stream()
                                    .allMatch(it -> ask(it, "workers " + store).equals(workers)));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + each("workers " + store), e);
        }
    }

    /** What every node says of this, and of where it stands. */
    private String each(String command) {
        return running.keySet().stream()
                .map(it -> "\n" + it + ": " + ask(it, command) + " " + ask(it, "standing"))
                .collect(Collectors.joining());
    }

    /** Waits until all nodes that run have the same registry, to the byte. */
    void awaitEqualRegistries() {
        var _ =
                within(
                        LONG,
                        "registries are equal",
                        () ->
                                running.values().stream()
                                                .map(it -> it.ask("state"))
                                                .distinct()
                                                .count()
                                        == 1);
    }

    /** What they have logged as errors, each with the name of its node. */
    List<String> errors() throws IOException {
        List<String> errors = new ArrayList<>();
        for (String name : names()) {
            for (String line : Files.readAllLines(directory.resolve(name + ".log"))) {
                if (line.contains(" ERROR ")) {
                    errors.add(name + ": " + line);
                }
            }
        }
        return errors;
    }

    @Override
    public void close() {
        running.values().forEach(NodeProcess::close);
    }
}
