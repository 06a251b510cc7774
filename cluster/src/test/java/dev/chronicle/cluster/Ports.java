package dev.chronicle.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that are free now, also the hundredth behind each. */
final class Ports {

    private Ports() {}

    static List<Integer> free(int count) {
        List<Integer> found = new ArrayList<>();
        while (found.size() < count) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            if (!found.contains(port)
                    && isFree(port)
                    && isFree(port + JGroupsStack.DEATH_PORT_OFFSET)) {
                found.add(port);
            }
        }
        return found;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() == port;
        } catch (IOException e) {
            return false;
        }
    }
}
