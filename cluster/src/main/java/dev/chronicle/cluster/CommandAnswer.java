package dev.chronicle.cluster;

import java.util.ArrayList;
import java.util.List;

/** What the aggregate's node answers to a {@link CommandRequest}. */
sealed interface CommandAnswer {

    /** It was carried out. */
    record Accepted(List<byte[]> events, long sequence) implements CommandAnswer {}

    /** A rule forbade it. */
    record Rejected(byte[] reason) implements CommandAnswer {}

    /** Others were faster every time. */
    record Conflict(String message) implements CommandAnswer {}

    /** It is not known whether it was carried out, or will be: another node finds out. */
    record Unsettled(String message) implements CommandAnswer {}

    /** Nothing of it is stored: another node can do it. */
    record Refused(String message) implements CommandAnswer {}

    /** It cannot be carried out for a reason that has no name here: who asked will meet it too. */
    record Broken(String message) implements CommandAnswer {}

    default byte[] toBytes() {
        WireWriter out = new WireWriter();
        switch (this) {
            case Accepted(List<byte[]> events, long sequence) -> {
                out.u8(1).i64(sequence).i32(events.size());
                events.forEach(out::bytes);
            }
            case Rejected(byte[] reason) -> out.u8(2).bytes(reason);
            case Conflict(String message) -> out.u8(3).text(message);
            case Unsettled(String message) -> out.u8(4).text(message);
            case Refused(String message) -> out.u8(5).text(message);
            case Broken(String message) -> out.u8(6).text(message);
        }
        return out.toByteArray();
    }

    static CommandAnswer parse(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        int kind = in.u8();
        CommandAnswer answer =
                switch (kind) {
                    case 1 -> accepted(in);
                    case 2 -> new Rejected(in.bytes());
                    case 3 -> new Conflict(in.text());
                    case 4 -> new Unsettled(in.text());
                    case 5 -> new Refused(in.text());
                    case 6 -> new Broken(in.text());
                    default -> throw new MalformedMessageException("unknown answer=" + kind);
                };
        in.end();
        return answer;
    }

    private static Accepted accepted(WireReader in) {
        long sequence = in.i64();
        int count = in.count();
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(in.bytes());
        }
        return new Accepted(events, sequence);
    }
}
