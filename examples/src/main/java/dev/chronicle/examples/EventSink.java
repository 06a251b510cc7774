package dev.chronicle.examples;

import java.util.List;

/** A Chronicle to import into: a server, or a store of one's own. */
sealed interface EventSink extends AutoCloseable permits HttpSink, StoreSink {

    /** A line that is in the log, under the id it was given. */
    record Stored(String id, PackageLogLine line) {}

    /** Appends the lines that are not there yet; returns when all of them are stored. */
    void append(List<PackageLogLine> lines) throws Exception;

    /** Every line in the log, in its order. */
    List<Stored> readBack() throws Exception;

    @Override
    void close();
}
