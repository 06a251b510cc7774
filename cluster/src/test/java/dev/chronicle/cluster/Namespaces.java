package dev.chronicle.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A network of Linux namespaces, one for each node, on two bridges that are not joined: a node on
 * the other bridge is cut off. Needs root and {@code ip}.
 */
final class Namespaces implements AutoCloseable {

    private static final int PORT = 7800;

    private final String prefix = "chr" + ProcessHandle.current().pid() % 100_000;
    private final Map<String, Integer> nodes = new TreeMap<>();
    private final List<List<String>> undo = new ArrayList<>();

    Namespaces(List<String> names) throws IOException, InterruptedException {
        try {
            for (int bridge = 0; bridge < 2; bridge++) {
                run("ip", "link", "add", bridge(bridge), "type", "bridge");
                undo.add(List.of("ip", "link", "del", bridge(bridge)));
                run("ip", "link", "set", bridge(bridge), "up");
            }
            for (String name : names) {
                add(name);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Why there can be none here, empty if there can. */
    static String whyNot() {
        try {
            Process probe =
                    new ProcessBuilder("ip", "netns", "add", "chrprobe")
                            .redirectErrorStream(true)
                            .start();
            String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!probe.waitFor(10, TimeUnit.SECONDS) || probe.exitValue() != 0) {
                return "network namespaces need root: " + said.strip();
            }
            run("ip", "netns", "del", "chrprobe");
            return "";
        } catch (IOException e) {
            return "there is no program ip: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private String bridge(int number) {
        return prefix + "b" + number;
    }

    private String namespace(String name) {
        return prefix + name;
    }

    private String outside(String name) {
        return prefix + "v" + name;
    }

    private void add(String name) throws IOException, InterruptedException {
        int number = nodes.size() + 1;
        nodes.put(name, number);
        String inside = prefix + "w" + name;
        run("ip", "netns", "add", namespace(name));
        undo.add(List.of("ip", "netns", "del", namespace(name)));
        run("ip", "link", "add", outside(name), "type", "veth", "peer", "name", inside);
        run("ip", "link", "set", inside, "netns", namespace(name));
        run("ip", "link", "set", outside(name), "master", bridge(0), "up");
        inside(name, "ip", "link", "set", "lo", "up");
        inside(name, "ip", "addr", "add", "10.177.0." + number + "/24", "dev", inside);
        inside(name, "ip", "link", "set", inside, "up");
    }

    private void inside(String name, String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(command(name));
        whole.addAll(List.of(command));
        run(whole.toArray(String[]::new));
    }

    /** What stands in front of a command that runs as this node. */
    List<String> command(String name) {
        return List.of("ip", "netns", "exec", namespace(name));
    }

    /** {@code host:port} by name. */
    Map<String, String> addresses() {
        Map<String, String> addresses = new TreeMap<>();
        nodes.forEach((name, number) -> addresses.put(name, "10.177.0." + number + ":" + PORT));
        return addresses;
    }

    /** Cuts these nodes off from all others; they still see each other. */
    void cut(List<String> names) throws IOException, InterruptedException {
        for (String name : nodes.keySet()) {
            run("ip", "link", "set", outside(name), "master", bridge(names.contains(name) ? 1 : 0));
        }
    }

    /** Joins what was cut. */
    void heal() throws IOException, InterruptedException {
        cut(List.of());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + said);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            for (List<String> command : undo.reversed()) {
                run(command.toArray(String[]::new));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a network was taken down", e);
        }
    }
}
