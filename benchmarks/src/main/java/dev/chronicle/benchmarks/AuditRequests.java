package dev.chronicle.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * The bytes of {@code POST /events} requests with ids never used before: one request, in which the
 * parts that differ are written over. One thread.
 */
final class AuditRequests implements Requests {

    private static final String ID = "00000000-0000-4000-8000-000000000000";
    private static final String USER = "000000";
    private static final String DOCUMENT = "0000000";
    private static final String[] ACTIONS = {"create", "update", "delete", "export"};

    private final SplittableRandom random;
    private final RandomIds ids;
    private final byte[] request;
    private final int idAt;
    private final int userAt;
    private final int actionAt;
    private final int documentAt;

    AuditRequests(int port, SplittableRandom random) {
        this.random = random;
        ids = new RandomIds(random.split());
        String body =
                "{\"id\":\"%s\",\"actor\":\"user-%s@example.com\",\"action\":\"%s\","
                                .formatted(ID, USER, ACTIONS[0])
                        + "\"resource_type\":\"document\",\"resource_id\":\"document-%s\"}"
                                .formatted(DOCUMENT);
        String head =
                """
                POST /events HTTP/1.1\r
                Host: 127.0.0.1:%d\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """
                        .formatted(port, body.length());
        request = (head + body).getBytes(StandardCharsets.US_ASCII);
        idAt = head.length() + body.indexOf(ID);
        userAt = head.length() + body.indexOf("user-") + 5;
        actionAt = head.length() + body.indexOf(ACTIONS[0]);
        documentAt = head.length() + body.lastIndexOf(DOCUMENT);
    }

    @Override
    public int size() {
        return request.length;
    }

    @Override
    public int accepted() {
        return 202;
    }

    @Override
    public void put(ByteBuffer target) {
        ids.put(request, idAt);
        digits(userAt, USER.length());
        digits(documentAt, DOCUMENT.length());
        String action = ACTIONS[random.nextInt(ACTIONS.length)];
        for (int i = 0; i < action.length(); i++) {
            request[actionAt + i] = (byte) action.charAt(i);
        }
        target.put(request);
    }

    private void digits(int offset, int count) {
        int rest = random.nextInt() >>> 1;
        for (int i = offset; i < offset + count; i++) {
            request[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
