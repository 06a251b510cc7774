package dev.chronicle.event;

/** Says what is missing before something else fails for want of it. */
final class JsonLibrary {

    private JsonLibrary() {}

    /**
     * @param who what needs Jackson
     * @throws IllegalStateException if it is not there
     */
    static void require(String who) {
        try {
            Class.forName(
                    "tools.jackson.databind.json.JsonMapper",
                    false,
                    JsonLibrary.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    who
                            + " needs Jackson 3 on the class path:"
                            + " missing=tools.jackson.core:jackson-databind",
                    e);
        }
    }
}
