package dev.chronicle.store;

/**
 * Stored bytes are not what was written. The message says where; the damaged event is not served.
 */
public final class DamagedLogException extends StoreFailedException {

    private static final long serialVersionUID = 1L;

    /**
     * @param place the file and the offset in bytes
     * @param reason what is wrong there
     */
    public DamagedLogException(String place, String reason) {
        super("the log is damaged: " + reason + " at " + place);
    }
}
