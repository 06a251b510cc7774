package dev.chronicle.server.it;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Launches one server for a test class and those nested in it, in a directory of its own. The class
 * takes it as a parameter of its constructor:
 *
 * <pre>{@code
 * @ExtendWith(LaunchedServer.class)
 * class EventsIT {
 *     EventsIT(ServerProcess server) { … }
 * }
 * }</pre>
 */
public final class LaunchedServer implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(LaunchedServer.class);

    /** Made by JUnit. */
    public LaunchedServer() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ServerProcess.class;
    }

    @Override
    public ServerProcess resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext outermost = outermostClass(context);
        Backing backing =
                outermost.getRequiredTestClass().isAnnotationPresent(OnSharedBacking.class)
                        ? Backing.SHARED
                        : Backing.STANDARD;
        return outermost
                .getStore(NAMESPACE)
                .computeIfAbsent(Launched.class, _ -> Launched.start(backing), Launched.class)
                .server();
    }

    /** What lies in its store is closed after the last test of the class. */
    private static ExtensionContext outermostClass(ExtensionContext context) {
        ExtensionContext outermost = context;
        while (outermost.getParent().orElseThrow() != context.getRoot()) {
            outermost = outermost.getParent().orElseThrow();
        }
        return outermost;
    }

    private record Launched(ServerProcess server, Path directory) implements AutoCloseable {

        static Launched start(Backing backing) {
            try {
                Path directory = Files.createTempDirectory("chronicle-it");
                Path data = directory.resolve("data");
                return new Launched(ServerProcess.start(backing, data), directory);
            } catch (Exception e) {
                throw new IllegalStateException("the server did not start", e);
            }
        }

        @Override
        public void close() {
            server.close();
            try (Stream<Path> files = Files.walk(directory)) {
                List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
