package dev.chronicle.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network of Linux namespaces: one for each node, and one with two bridges that are not joined; a
 * node on the other bridge is cut off. All of it is inside of namespaces, so that no firewall of
 * the machine has a say in it, and nothing is left when they are gone. Needs root and {@code ip}.
 */
final class Namespaces implements AutoCloseable {

    private static final int PORT = 7800;
    private static final Pattern OURS = Pattern.compile("ch[a-z](\\d+)-.*");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Tests of one process may each have a network at the same time. */
    private final String prefix =
            "ch%c%d-".formatted('a' + NUMBER.getAndIncrement() % 26, ProcessHandle.current().pid());

    private final String between = prefix + "between";
    private final Map<String, Integer> nodes = new TreeMap<>();
    private final Map<String, String> lost = new TreeMap<>();

    /**
     * Makes the network.
     *
     * @throws UnavailableException if there can be none on this machine
     */
    Namespaces(List<String> names) throws IOException, InterruptedException {
        try {
            makeBetween();
            for (String name : names) {
                add(name);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Nothing but this tells whether a machine can do it. */
    private void makeBetween() throws InterruptedException {
        try {
            removeTheDead();
            ip("", "netns add " + between);
            ip("-n " + between, "link add b0 type bridge", "link add b1 type bridge");
            ip("-n " + between, "link set b0 up", "link set b1 up");
            ip("-n " + between, "link add one type veth peer name two", "link del one");
        } catch (IOException | IllegalStateException e) {
            throw new UnavailableException(e);
        }
    }

    /** This machine has no network namespaces for us. */
    static final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnavailableException(Exception cause) {
            super("no network namespaces, for which root and iproute2 are needed: " + cause, cause);
        }
    }

    private void add(String name) throws IOException, InterruptedException {
        int number = nodes.size() + 1;
        String own = own(name);
        ip("", "netns add " + own);
        nodes.put(name, number);
        ip("-n " + own, "link add w type veth peer name to-" + name + " netns " + between);
        ip("-n " + between, "link set to-" + name + " master b0 up");
        ip("-n " + own, "link set lo up", "addr add " + address(number) + "/24 dev w");
        ip("-n " + own, "link set w up");
    }

    private static String address(int number) {
        return "10.177.0." + number;
    }

    /** What stands in front of a command that runs as this node. */
    List<String> command(String name) {
        return List.of("ip", "netns", "exec", own(name));
    }

    /** What the names of all that is ours begin with; 11 characters at most. */
    String prefix() {
        return prefix;
    }

    /** The namespace with the bridges. */
    String between() {
        return between;
    }

    /** The namespace of a node. */
    String own(String name) {
        return prefix + name;
    }

    /** {@code host:port} by name. */
    Map<String, String> addresses() {
        Map<String, String> addresses = new TreeMap<>();
        nodes.forEach((name, number) -> addresses.put(name, address(number) + ":" + PORT));
        return addresses;
    }

    /** Cuts these nodes off from all others; they still see each other. */
    void cut(List<String> names) throws IOException, InterruptedException {
        ip(
                "-n " + between,
                nodes.keySet().stream()
                        .map(
                                it ->
                                        "link set to-%s master b%d"
                                                .formatted(it, names.contains(it) ? 1 : 0))
                        .toArray(String[]::new));
    }

    /** Loses what a node sends to another; both still reach all others. Once for each sender. */
    void lose(String from, String to) throws IOException, InterruptedException {
        String route = "blackhole " + address(Objects.requireNonNull(nodes.get(to))) + "/32";
        ip("-n " + own(from), "route add " + route);
        lost.put(from, route);
    }

    /** Joins what was cut, and loses nothing any more. */
    void heal() throws IOException, InterruptedException {
        cut(List.of());
        for (String from : List.copyOf(lost.keySet())) {
            ip("-n " + own(from), "route del " + lost.remove(from));
        }
    }

    /** Runs commands of {@code ip}, in the namespace that {@code -n name} says. */
    static void ip(String where, String... commands) throws IOException, InterruptedException {
        var _ = said(where + " -batch -", String.join("\n", commands) + "\n");
    }

    private static String said(String options, String input)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(options.strip().split(" +")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(options + ": " + input.strip() + ": " + said.strip());
        }
        return said;
    }

    /** What test runs have left that were killed. */
    private static void removeTheDead() throws IOException, InterruptedException {
        for (String name : existing()) {
            Matcher ours = OURS.matcher(name);
            if (ours.matches() && ProcessHandle.of(Long.parseLong(ours.group(1))).isEmpty()) {
                ip("", "netns del " + name);
            }
        }
    }

    private static List<String> existing() throws IOException, InterruptedException {
        return said("netns list", "").lines().map(it -> it.split(" ", -1)[0]).toList();
    }

    @Override
    public void close() throws IOException {
        try {
            for (String name : existing()) {
                if (name.startsWith(prefix)) {
                    ip("", "netns del " + name);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a network was taken down", e);
        }
    }
}
