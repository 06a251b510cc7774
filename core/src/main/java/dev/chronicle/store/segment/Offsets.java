package dev.chronicle.store.segment;

/** Where the records of a segment begin, by their number in it. */
interface Offsets {

    /** The offset of record number {@code index}, from 0. */
    long get(long index);

    /** How many records there are. */
    long count();
}
