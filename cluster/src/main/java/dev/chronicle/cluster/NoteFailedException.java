package dev.chronicle.cluster;

/** The note on a duplicate could not be made; who wanted it knows why. */
final class NoteFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int index;

    NoteFailedException(int index) {
        super("a note could not be made: index=" + index, null, false, false);
        this.index = index;
    }

    int index() {
        return index;
    }
}
