package dev.chronicle.cluster;

import dev.chronicle.event.EventId;
import dev.chronicle.event.Position;
import dev.chronicle.store.DamagedLogException;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.IdReusedException;
import dev.chronicle.store.MatchingEventException;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreInUseException;
import dev.chronicle.store.StoreUnreachableException;
import dev.chronicle.store.UnexpectedSequenceException;

/**
 * A store's own errors as bytes: a code, then what the error knows, so that the same error is
 * thrown on the other side.
 */
final class StoreErrors {

    /** No error. */
    static final int NONE = 0;

    private static final int SEQUENCE = 1;
    private static final int MATCHING = 2;
    private static final int ID_REUSED = 3;
    private static final int CLOSED = 4;
    private static final int DAMAGED = 5;
    private static final int FAILED = 6;
    private static final int UNREACHABLE = 7;
    private static final int IN_USE = 8;
    private static final int ARGUMENT = 9;
    private static final int NOTE = 10;
    private static final int NOT_OFFERED = 11;
    private static final int OTHER = 12;
    private static final String DAMAGED_PREFIX = "the log is damaged: ";
    private static final String DAMAGED_AT = " at ";

    private StoreErrors() {}

    static void write(WireWriter out, Throwable error) {
        switch (error) {
            case EventStoreException e -> write(out, e);
            case NoteFailedException e -> out.u8(NOTE).i32(e.index());
            case NotOfferedException e -> out.u8(NOT_OFFERED).text(message(e));
            case IllegalArgumentException e -> out.u8(ARGUMENT).text(message(e));
            default -> out.u8(OTHER).text(error.toString());
        }
    }

    private static void write(WireWriter out, EventStoreException error) {
        switch (error) {
            case UnexpectedSequenceException e -> {
                out.u8(SEQUENCE).i64(e.expected()).i64(e.actual());
                StoreWire.stream(out, e.stream());
            }
            case MatchingEventException e ->
                    out.u8(MATCHING).i64(e.after().value()).i64(e.position().value());
            case IdReusedException e -> {
                out.u8(ID_REUSED).i64(e.position().value()).text(e.id().value());
                StoreWire.stream(out, e.stream());
            }
            case StoreClosedException e -> out.u8(CLOSED).text(message(e));
            case DamagedLogException e -> out.u8(DAMAGED).text(message(e));
            case StoreUnreachableException e -> out.u8(UNREACHABLE).text(message(e));
            case StoreFailedException e -> out.u8(FAILED).text(message(e));
            case StoreInUseException e -> out.u8(IN_USE).text(message(e));
        }
    }

    private static String message(Throwable error) {
        return String.valueOf(error.getMessage());
    }

    /** The error behind this code. */
    static RuntimeException read(int code, WireReader in, Member node) {
        return switch (code) {
            case SEQUENCE -> {
                long expected = in.i64();
                long actual = in.i64();
                yield new UnexpectedSequenceException(StoreWire.stream(in), expected, actual);
            }
            case MATCHING ->
                    new MatchingEventException(StoreWire.position(in), StoreWire.position(in));
            case ID_REUSED -> {
                Position position = StoreWire.position(in);
                EventId id = StoreWire.id(in);
                yield new IdReusedException(StoreWire.stream(in), id, position);
            }
            case CLOSED -> new StoreClosedException(in.text());
            case DAMAGED -> damaged(in.text());
            case FAILED -> new StoreFailedException(in.text());
            case UNREACHABLE -> new StoreUnreachableException(in.text());
            case IN_USE -> new StoreInUseException(in.text());
            case ARGUMENT -> new IllegalArgumentException(in.text());
            case NOTE -> new NoteFailedException(in.i32());
            case NOT_OFFERED -> new StoreUnreachableException(in.text());
            case OTHER -> new MemberFailedException(node, in.text());
            default -> throw new MalformedMessageException("unknown error=" + code);
        };
    }

    /** Its parts can be had from its message alone. */
    private static DamagedLogException damaged(String message) {
        int at = message.lastIndexOf(DAMAGED_AT);
        return message.startsWith(DAMAGED_PREFIX) && at > DAMAGED_PREFIX.length()
                ? new DamagedLogException(
                        message.substring(at + DAMAGED_AT.length()),
                        message.substring(DAMAGED_PREFIX.length(), at))
                : new DamagedLogException("another node", message);
    }
}
