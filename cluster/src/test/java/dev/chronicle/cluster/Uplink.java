package dev.chronicle.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A second way out of each namespace, to this machine and to nowhere else: what runs here, such as
 * a database, stays in reach of nodes that are cut off from each other, until they are cut off from
 * it as well. Goes when the {@link Namespaces} go.
 */
final class Uplink {

    /** There are so many networks of 16 addresses in 198.18.0.0/15, which is for tests alone. */
    private static final long NETWORKS = 8192;

    private static final int MACHINE = 14;
    private static final int PATIENCE_MILLIS = 5000;

    private final Namespaces namespaces;
    private final List<String> names;
    private final int base;

    /**
     * Makes it.
     *
     * @param names of the nodes; 13 at most
     * @throws Namespaces.UnavailableException if nobody gets through, for which a firewall is the
     *     likely reason
     */
    Uplink(Namespaces namespaces, List<String> names) throws IOException, InterruptedException {
        this.namespaces = namespaces;
        this.names = List.copyOf(names);
        base = (18 << 16) + (int) (ProcessHandle.current().pid() % NETWORKS) * 16;
        makeLinks();
        requireThrough(names.getFirst());
    }

    private void makeLinks() throws IOException, InterruptedException {
        String between = namespaces.between();
        String device = namespaces.prefix() + "out";
        Namespaces.ip("-n " + between, "link add out type bridge", "link set out up");
        Namespaces.ip("", "link add " + device + " type veth peer name root netns " + between);
        Namespaces.ip("", "addr add " + host(MACHINE) + "/28 dev " + device);
        Namespaces.ip("", "link set " + device + " up");
        Namespaces.ip("-n " + between, "link set root master out up");
        for (int i = 0; i < names.size(); i++) {
            String own = namespaces.own(names.get(i));
            String port = port(names.get(i));
            Namespaces.ip(
                    "-n " + own, "link add out type veth peer name " + port + " netns " + between);
            Namespaces.ip("-n " + between, "link set " + port + " master out up");
            Namespaces.ip(
                    "-n " + own, "addr add " + host(i + 1) + "/28 dev out", "link set out up");
        }
    }

    private static String port(String name) {
        return "out-" + name;
    }

    private String host(int number) {
        int host = base + number;
        return "198.%d.%d.%d".formatted(host >> 16, host >> 8 & 255, host & 255);
    }

    /** Where the nodes reach this machine. */
    String machine() {
        return host(MACHINE);
    }

    /** Where the nodes come from, as {@code address/bits}. */
    String network() {
        return host(0) + "/28";
    }

    private void requireThrough(String name) throws IOException, InterruptedException {
        try (ServerSocket server = new ServerSocket()) {
            server.bind(new InetSocketAddress(InetAddress.getByName(machine()), 0));
            server.setSoTimeout(PATIENCE_MILLIS);
            List<String> command = new ArrayList<>(namespaces.command(name));
            command.addAll(List.of("bash", "-c"));
            command.add("exec 3<>/dev/tcp/%s/%d".formatted(machine(), server.getLocalPort()));
            Process caller = new ProcessBuilder(command).redirectErrorStream(true).start();
            try {
                server.accept().close();
            } catch (SocketTimeoutException e) {
                throw new Namespaces.UnavailableException(e);
            } finally {
                caller.destroyForcibly().waitFor();
            }
        }
    }

    /** Cuts these nodes off from this machine; the others still reach it. */
    void cut(List<String> cutOff) throws IOException, InterruptedException {
        Namespaces.ip(
                "-n " + namespaces.between(),
                names.stream()
                        .map(
                                it ->
                                        "link set %s %s"
                                                .formatted(
                                                        port(it),
                                                        cutOff.contains(it)
                                                                ? "nomaster"
                                                                : "master out"))
                        .toArray(String[]::new));
    }

    /** Joins what was cut. */
    void heal() throws IOException, InterruptedException {
        cut(List.of());
    }
}
