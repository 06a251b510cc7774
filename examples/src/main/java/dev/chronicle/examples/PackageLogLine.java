package dev.chronicle.examples;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;

/**
 * A line of a package manager's log, such as {@code 2025-06-24 14:36:29 install libgdbm6:amd64
 * <none> 1.23-3}.
 *
 * @param number its number in the file, from 1
 * @param text all of it
 */
record PackageLogLine(int number, String text) {

    private static final int DATE_AND_TIME = 2;
    private static final int ID_BYTES = 16;

    /** The same for the same line, however often the file is read: hash of the number and text. */
    String id() {
        byte[] named = (number + "\n" + text).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(sha256(named), 0, ID_BYTES);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** What was done: install, upgrade, status, …; unknown for a line of another kind. */
    String action() {
        return word(0);
    }

    /**
     * What it was done to. A status line names the state first: {@code status installed perl:amd64
     * 5.36}.
     */
    String resource() {
        return word(action().equals("status") ? 2 : 1);
    }

    /** When; the log has no zone, so it is taken as UTC. The epoch, if the line does not say. */
    Instant time() {
        String[] words = words();
        try {
            return LocalDateTime.parse(words[0] + "T" + words[1]).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException | ArrayIndexOutOfBoundsException e) {
            return Instant.EPOCH;
        }
    }

    private String word(int behindTheTime) {
        String[] words = words();
        int index = DATE_AND_TIME + behindTheTime;
        return index < words.length ? words[index] : "unknown";
    }

    private String[] words() {
        return text.split(" ", -1);
    }
}
