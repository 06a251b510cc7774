package dev.chronicle.testkit;

import dev.chronicle.sourcing.Decision;

import org.opentest4j.AssertionFailedError;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Says of a case that failed what was given, what came, what was expected and what was got.
 *
 * @param given events
 * @param command if there is one
 */
record CaseText(List<?> given, Optional<Object> command) {

    private static final String INDENT = "\n            ";

    CaseText(List<?> given) {
        this(given, Optional.empty());
    }

    CaseText when(Object command) {
        return new CaseText(given, Optional.of(command));
    }

    /** Fails unless both are equal. */
    void requireEqual(String what, Object expected, Object got) {
        if (!expected.equals(got)) {
            throw new AssertionFailedError(
                    text(what + shown(expected), what + shown(got)), expected, got);
        }
    }

    /** The result; fails if there is none. */
    <T> T unlessItThrows(String when, Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            throw new AssertionFailedError(
                    text("a decider does not throw", "it threw " + when + ": " + e), e);
        }
    }

    private String text(String expected, String got) {
        String when = command.map(it -> "\n  when:     " + it).orElse("");
        return "\n  given:    %s%s\n  expected: %s\n  got:      %s"
                .formatted(shown(given), when, expected, got);
    }

    /** Several events stand below one another. */
    private static String shown(Object value) {
        return switch (value) {
            case Decision.Rejected<?, ?>(Object reason) -> "rejected: " + reason;
            case List<?> none when none.isEmpty() -> "no events";
            case List<?> events ->
                    events.stream().map(Object::toString).collect(Collectors.joining(INDENT));
            default -> value.toString();
        };
    }
}
