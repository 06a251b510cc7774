package dev.chronicle.server.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The body of a request, whole in memory. To be closed when the request is answered: until then it
 * holds its share of the memory for large requests.
 */
public final class RequestBody implements AutoCloseable {

    private static final int SMALL = 64 * 1024;
    private static final int UNANNOUNCED = 8 * 1024;

    private final int maxBytes;
    private final int copies;
    private final MemoryBudget budget;
    private byte[] bytes = new byte[0];
    private int length;
    private long taken;

    private RequestBody(int maxBytes, int copies, MemoryBudget budget) {
        this.maxBytes = maxBytes;
        this.copies = copies;
        this.budget = budget;
    }

    /**
     * Reads it. A body over the limit is read to its end, so that the client sees the answer and
     * not a broken connection, unless it waits to be asked for the body.
     *
     * @param copies how many times its size handling it takes of the heap
     * @param budget what large requests may take together
     * @throws Problem 413, if it is longer; 503, if too many large ones are under way
     */
    public static RequestBody read(
            ServerRequest request, int maxBytes, int copies, MemoryBudget budget) {
        RequestBody body = new RequestBody(maxBytes, copies, budget);
        if (!request.content().hasEntity()) {
            return body;
        }
        ServerRequestHeaders headers = request.headers();
        long announced = headers.contentLength().orElse(UNANNOUNCED);
        if (announced > maxBytes && headers.containsToken(HeaderValues.EXPECT_100)) {
            throw body.tooLarge();
        }
        // not closed: closing waits for more of a body that cannot be read
        InputStream input = request.content().inputStream();
        boolean whole = false;
        try {
            body.bytes = new byte[(int) Math.min(announced + 1, SMALL)];
            body.readAll(input);
            whole = true;
            return body;
        } catch (NumberFormatException | DataReader.IncorrectNewLineException e) {
            throw new Problem(Status.BAD_REQUEST_400, "Bad Request", "malformed chunk");
        } catch (IOException | DataReader.InsufficientDataAvailableException e) {
            throw new CloseConnectionException("the body ended early", e);
        } finally {
            if (!whole) {
                body.close();
            }
        }
    }

    private void readAll(InputStream input) throws IOException {
        while (true) {
            int count = input.read(bytes, length, bytes.length - length);
            if (count < 0) {
                return;
            }
            length += count;
            if (length > maxBytes) {
                input.skip(Long.MAX_VALUE);
                throw tooLarge();
            }
            if (length == bytes.length) {
                grow(Math.min(2 * length, maxBytes + 1));
            }
        }
    }

    private void grow(int size) {
        if (size > SMALL) {
            long more = (long) copies * (size - length);
            if (!budget.take(more)) {
                throw Problem.unavailable("too many large requests are under way");
            }
            taken += more;
        }
        bytes = Arrays.copyOf(bytes, size);
    }

    /**
     * Takes more of the memory for large requests, for what is made of the body.
     *
     * @throws Problem 503, if too many large ones are under way; 413, if this one can never be
     *     handled
     */
    public void charge(long more) {
        if (length <= SMALL) {
            return;
        }
        if (budget.isBeyond(taken + more)) {
            throw Problem.tooLarge(
                    "handling it takes more memory than the server has for it: send less at once");
        }
        if (!budget.take(more)) {
            throw Problem.unavailable("too many large requests are under way");
        }
        taken += more;
    }

    private Problem tooLarge() {
        return Problem.tooLarge("the body may have up to " + maxBytes + " bytes");
    }

    /** The array it lies in, from 0; it may be longer. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    @Override
    public void close() {
        budget.giveBack(taken);
        taken = 0;
    }
}
