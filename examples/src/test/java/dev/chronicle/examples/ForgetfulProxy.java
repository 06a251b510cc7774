package dev.chronicle.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Passes requests on to a server, but answers a POST that it sees for the first time with 503
 * although the server took it.
 */
final class ForgetfulProxy implements AutoCloseable {

    private final URI server;
    private final HttpServer proxy;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    ForgetfulProxy(int serverPort) throws IOException {
        server = URI.create("http://127.0.0.1:" + serverPort);
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.setExecutor(threads);
        proxy.createContext("/", this::handle);
        proxy.start();
    }

    String url() {
        return "http://127.0.0.1:" + proxy.getAddress().getPort();
    }

    int forgotten() {
        return seen.size();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpResponse<byte[]> answer;
        try {
            answer =
                    http.send(
                            HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                                    .method(
                                            exchange.getRequestMethod(),
                                            BodyPublishers.ofByteArray(body))
                                    .build(),
                            BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        boolean forget =
                exchange.getRequestMethod().equals("POST")
                        && answer.statusCode() == 202
                        && seen.add(new String(answer.body(), StandardCharsets.UTF_8));
        answer.headers()
                .firstValue("Link")
                .ifPresent(link -> exchange.getResponseHeaders().add("Link", link));
        exchange.sendResponseHeaders(forget ? 503 : answer.statusCode(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    @Override
    public void close() {
        proxy.stop(0);
        threads.close();
        http.close();
    }
}
