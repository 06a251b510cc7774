package dev.chronicle.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What servers under test keep their log in, and pass their messages through: nothing but a
 * directory, or a PostgreSQL and a Redis that the tests of this JVM share.
 */
public enum Backing {
    DIRECTORY {
        @Override
        List<String> arguments(Path directory) {
            return List.of("--data", directory.toString());
        }
    },
    SHARED {
        @Override
        List<String> arguments(Path directory) {
            return Services.ARGUMENTS.computeIfAbsent(directory, _ -> Services.fresh());
        }
    };

    /** That of all tests which do not say: {@code chronicle.backing}, a directory unless given. */
    public static final Backing STANDARD =
            valueOf(System.getProperty("chronicle.backing", DIRECTORY.name()));

    /**
     * The flags of a server; for one directory, always the same log.
     *
     * @param directory of its log, or only its name
     */
    abstract List<String> arguments(Path directory);

    /** Checks every record of the log, where there is a program for that. */
    public static void verify(Path directory) throws IOException, InterruptedException {
        if (STANDARD == DIRECTORY) {
            Program.Result verified = Program.run("verify", directory.toString());
            assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
        }
    }

    private static final class Services {

        static final Map<Path, List<String>> ARGUMENTS = new ConcurrentHashMap<>();
        private static final AtomicInteger NUMBERS = new AtomicInteger();
        private static final RealPostgres POSTGRES;
        private static final RealRedis REDIS;

        static {
            try {
                Path directory = Files.createTempDirectory("chronicle-backing");
                POSTGRES = new RealPostgres(directory);
                REDIS = new RealRedis(directory);
                Runtime.getRuntime().addShutdownHook(new Thread(Services::stop));
            } catch (IOException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private static void stop() {
            try {
                REDIS.close();
                POSTGRES.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        static List<String> fresh() {
            int number = NUMBERS.incrementAndGet();
            try {
                return List.of(
                        "--database",
                        POSTGRES.create("log_" + number),
                        "--redis",
                        REDIS.url(number));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
