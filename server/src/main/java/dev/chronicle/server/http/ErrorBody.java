package dev.chronicle.server.http;

import org.jspecify.annotations.Nullable;

/**
 * The body of every error answer: {@code {"error":"…","detail":"…"}}, the detail where there is
 * one.
 */
final class ErrorBody {

    private ErrorBody() {}

    static byte[] of(String error, @Nullable String detail) {
        return Json.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeStringProperty("error", error);
                    if (detail != null) {
                        json.writeStringProperty("detail", LogText.printable(detail, 500));
                    }
                    json.writeEndObject();
                });
    }
}
