package dev.chronicle.channel.redis;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Numbers as messages; what their senders are told is kept. */
final class Numbers implements MessageFormat<Integer> {

    /** What was said of a number. */
    final Map<Integer, String> told = new ConcurrentHashMap<>();

    @Override
    public byte[] encode(Integer message) {
        return message.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Integer decode(byte[] bytes) {
        return Integer.valueOf(new String(bytes, StandardCharsets.US_ASCII));
    }

    @Override
    public byte[] outcome(Integer handled) {
        return ("did " + handled).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void handled(Integer sent, byte[] outcome) {
        told.merge(sent, new String(outcome, StandardCharsets.US_ASCII), (a, b) -> a + " and " + b);
    }

    @Override
    public void lost(Integer sent, String reason) {
        told.merge(sent, "lost: " + reason, (a, b) -> a + " and " + b);
    }
}
