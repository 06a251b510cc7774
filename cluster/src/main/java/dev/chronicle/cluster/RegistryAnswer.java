package dev.chronicle.cluster;

/** What became of a {@link RegistryCommand}. */
enum RegistryAnswer {
    /** It changed the registry. */
    CHANGED,
    /** There was nothing to change. */
    UNCHANGED,
    /** The registry is full. */
    FULL,
    /** The command cannot be read, so it is of a newer version. */
    UNREADABLE;

    byte[] toBytes() {
        return new WireWriter().u8(ordinal()).toByteArray();
    }

    static RegistryAnswer parse(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        int code = in.u8();
        in.end();
        if (code >= values().length) {
            throw new MalformedMessageException("unknown answer=" + code);
        }
        return values()[code];
    }
}
