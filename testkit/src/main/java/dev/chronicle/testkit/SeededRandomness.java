package dev.chronicle.testkit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Gives every test its own seed and tells it when the test fails. A test takes the randomness as a
 * parameter:
 *
 * <pre>{@code
 * @ExtendWith(SeededRandomness.class)
 * class HistoryTest {
 *     @Test
 *     void every_event_is_found(RandomGenerator random) { … }
 * }
 * }</pre>
 *
 * <p>A failure says {@code chronicle.seed=42}; the system property of that name repeats the run.
 * The generator may be shared between threads.
 */
public final class SeededRandomness implements ParameterResolver, AfterEachCallback {

    /** The system property that fixes the seed of every test: {@value}. */
    public static final String SEED_PROPERTY = "chronicle.seed";

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SeededRandomness.class);

    /** Made by JUnit. */
    public SeededRandomness() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == RandomGenerator.class;
    }

    @Override
    public RandomGenerator resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return new Random(seed(test));
    }

    @Override
    public void afterEach(ExtensionContext test) {
        test.getExecutionException().ifPresent(failure -> failure.addSuppressed(note(test)));
    }

    private static Note note(ExtensionContext test) {
        Class<?> outermost =
                test.getRequiredTestInstances().getAllInstances().getFirst().getClass();
        return new Note(
                "%s=%d in %s".formatted(SEED_PROPERTY, seed(test), outermost.getSimpleName()));
    }

    private static long seed(ExtensionContext test) {
        return test.getStore(NAMESPACE).computeIfAbsent(SEED_PROPERTY, _ -> newSeed(), Long.class);
    }

    private static long newSeed() {
        Long fixed = Long.getLong(SEED_PROPERTY);
        return fixed != null ? fixed : ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    }

    /** Carries the seed along with the failure, where every report shows it. */
    private static final class Note extends Exception {

        private static final long serialVersionUID = 1L;

        Note(String message) {
            super(message, null, false, false);
        }
    }
}
