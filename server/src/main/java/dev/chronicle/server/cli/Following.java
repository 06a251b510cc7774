package dev.chronicle.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Prints the events of a stream of server-sent events, a line each, and connects again where it
 * breaks off, behind the last one that was printed. One thread runs it.
 */
final class Following {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Api api;
    private final String path;
    private long left;
    private String lastId = "";
    private boolean wasThere;

    /**
     * @param count how many events to print; {@link Long#MAX_VALUE} for no end
     */
    Following(Api api, String path, long count) {
        this.api = api;
        this.path = path;
        left = count;
    }

    /**
     * Returns when so many are printed, or when nobody reads them any more.
     *
     * @throws CommandFailedException if it could not even begin, or the server wants no more
     */
    int run() throws InterruptedException {
        while (left > 0 && !System.out.checkError()) {
            try {
                follow(
                        api.get(
                                path,
                                lastId.isEmpty() ? List.of() : List.of("Last-Event-ID", lastId)));
            } catch (BrokenOffException e) {
                System.err.println("chronicle: " + e.getMessage() + "; connecting again");
                Thread.sleep(PAUSE);
            } catch (CommandFailedException e) {
                if (!wasThere) {
                    throw e;
                }
                Thread.sleep(PAUSE);
            }
        }
        return 0;
    }

    private void follow(HttpResponse<InputStream> response) throws BrokenOffException {
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                refused(response.statusCode(), body.readAllBytes());
            }
            wasThere = true;
            EventSource events = new EventSource(body, lastId);
            Optional<String> data = events.next();
            lastId = events.lastId();
            while (data.isPresent()) {
                print(data.get());
                lastId = events.lastId();
                if (--left == 0 || System.out.checkError()) {
                    return;
                }
                data = events.next();
            }
            lastId = events.lastId();
            throw new BrokenOffException("the server ended the stream");
        } catch (IOException | UncheckedIOException e) {
            throw new BrokenOffException("the stream broke off: " + e.getMessage());
        }
    }

    /** Only 503 is worth another try, and only where the server had been willing before. */
    private void refused(int status, byte[] body) throws BrokenOffException {
        String why = "the server answered %d: %s".formatted(status, ServerWords.detail(body));
        if (status == 503 && wasThere) {
            throw new BrokenOffException(why);
        }
        wasThere = false;
        throw new CommandFailedException(why);
    }

    private static void print(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
    }

    /** The stream ended before it should; the message says how. */
    private static final class BrokenOffException extends Exception {

        private static final long serialVersionUID = 1L;

        BrokenOffException(String message) {
            super(message);
        }
    }
}
