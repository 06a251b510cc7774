package dev.chronicle.server.http;

import java.time.Duration;

/**
 * What a client may take of the server.
 *
 * @param maxConnections connections at once; more wait unaccepted
 * @param maxRequests requests under way at once; more are answered 503
 * @param maxHeaderBytes of one request
 * @param maxRequestLineBytes of one request
 * @param maxBodyBytes of one request of any kind; past it the connection is closed after the
 *     answer. More than any endpoint takes, so that an endpoint can say no in its own way
 * @param maxReceivedBytes of all requests under way together, past which connections are dropped
 * @param idle how long a connection may wait between requests
 * @param receive how long a request may take to arrive, plus a second for every {@link
 *     #receiveBytesPerSecond} that did
 * @param receiveBytesPerSecond the slowest upload
 * @param send how long a client may take to accept one piece of an answer
 * @param answer how long a request waits for the store
 * @param maxStreams answers that go on until the client leaves, at once; part of the requests
 * @param heartbeat how long such an answer may have nothing to send
 */
public record HttpLimits(
        int maxConnections,
        int maxRequests,
        int maxHeaderBytes,
        int maxRequestLineBytes,
        long maxBodyBytes,
        long maxReceivedBytes,
        Duration idle,
        Duration receive,
        long receiveBytesPerSecond,
        Duration send,
        Duration answer,
        int maxStreams,
        Duration heartbeat) {

    public static HttpLimits standard() {
        return new HttpLimits(
                4096,
                2048,
                16 * 1024,
                8 * 1024,
                65 << 20,
                Math.max(128 << 20, Runtime.getRuntime().maxMemory() / 4),
                Duration.ofSeconds(75),
                Duration.ofSeconds(20),
                16 * 1024,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                1536,
                Duration.ofSeconds(15));
    }

    /** The same, but less patient with clients. */
    public HttpLimits patience(Duration idle, Duration receive, Duration send) {
        return new HttpLimits(
                maxConnections,
                maxRequests,
                maxHeaderBytes,
                maxRequestLineBytes,
                maxBodyBytes,
                maxReceivedBytes,
                idle,
                receive,
                receiveBytesPerSecond,
                send,
                answer,
                maxStreams,
                heartbeat);
    }

    /** The same, with another number of streams that give another sign of life. */
    public HttpLimits streams(int maxStreams, Duration heartbeat) {
        return new HttpLimits(
                maxConnections,
                maxRequests,
                maxHeaderBytes,
                maxRequestLineBytes,
                maxBodyBytes,
                maxReceivedBytes,
                idle,
                receive,
                receiveBytesPerSecond,
                send,
                answer,
                maxStreams,
                heartbeat);
    }
}
