package dev.chronicle.server.http;

import org.jspecify.annotations.Nullable;

/** How the body of an error answer is written: each door has its clients' way. */
public enum ErrorStyle {

    /** {@code {"error":"…","detail":"…"}}, the detail where there is one: the audit log's. */
    ERROR_AND_DETAIL {
        @Override
        byte[] body(String error, @Nullable String detail) {
            return Json.bytes(
                    json -> {
                        json.writeStartObject();
                        json.writeStringProperty("error", error);
                        if (detail != null) {
                            json.writeStringProperty("detail", shortened(detail));
                        }
                        json.writeEndObject();
                    });
        }
    },

    /** {@code {"detail":"…"}}: the aggregator's. */
    DETAIL {
        @Override
        byte[] body(String error, @Nullable String detail) {
            return Json.bytes(
                    json -> {
                        json.writeStartObject();
                        json.writeStringProperty(
                                "detail", shortened(detail == null ? error : detail));
                        json.writeEndObject();
                    });
        }
    };

    private static final int MAX_DETAIL = 500;

    /**
     * @param error the kind, such as {@code Not Found}
     * @param detail what exactly, where there is more to say
     */
    abstract byte[] body(String error, @Nullable String detail);

    private static String shortened(String detail) {
        return LogText.printable(detail, MAX_DETAIL);
    }
}
