package dev.chronicle.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, on a free port. */
final class ServerUnderLoad implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("listens on http://[^ ]+:(\\d+)");
    private static final Pattern POSITION = Pattern.compile("\"position\":(\\d+)");

    /** What the launcher adds to the options of every process. */
    private static final List<String> AS_LAUNCHED =
            List.of("-Xms32m", "-XX:+ExitOnOutOfMemoryError");

    private final JavaProcess process;
    private final int port;

    private ServerUnderLoad(JavaProcess process) throws IOException, InterruptedException {
        this.process = process;
        port = Integer.parseInt(process.awaitReady().group(1));
    }

    /** The real one. */
    static ServerUnderLoad chronicle(Path jar, Path data) throws IOException, InterruptedException {
        return chronicle(jar, List.of("--data", data.toString()));
    }

    /** The real one, with these flags. */
    static ServerUnderLoad chronicle(Path jar, List<String> flags)
            throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("-jar", jar.toString(), "serve", "--port", "0"));
        arguments.addAll(flags);
        return start(arguments);
    }

    /** The same program without a store. */
    static ServerUnderLoad withoutStore(Path jar) throws IOException, InterruptedException {
        String benchmarks = System.getProperty("java.class.path").split(":", 2)[0];
        return start(List.of("-cp", jar + ":" + benchmarks, StorelessServer.class.getName()));
    }

    private static ServerUnderLoad start(List<String> arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(AS_LAUNCHED);
        all.addAll(arguments);
        return new ServerUnderLoad(JavaProcess.start(LISTENS, all));
    }

    int port() {
        return port;
    }

    ProcessUsage usage() {
        return process.usage();
    }

    /** What it says about its durability. */
    String durability() {
        return process.firstLines().stream()
                .filter(line -> line.contains("durability:"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("?");
    }

    /** How many events it has, as it says itself. */
    long events() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String health =
                    client.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "http://127.0.0.1:" + port + "/health"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
            Matcher position = POSITION.matcher(health);
            return position.find() ? Long.parseLong(position.group(1)) : -1;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
