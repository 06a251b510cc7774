package dev.chronicle.server.cli;

import dev.chronicle.channel.redis.RedisAddress;
import dev.chronicle.cluster.ClusterException;
import dev.chronicle.cluster.ClusterOptions;
import dev.chronicle.server.CannotListenException;
import dev.chronicle.server.ChronicleServer;
import dev.chronicle.server.ServerOptions;
import dev.chronicle.server.channels.ChannelSecrets;
import dev.chronicle.server.otel.InvalidExportException;
import dev.chronicle.server.otel.OtlpExport;
import dev.chronicle.store.DamagedLogException;
import dev.chronicle.store.EventStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code chronicle serve}: runs the server until it is told to stop. */
@Command(
        name = "serve",
        description = "Runs the server until SIGTERM or SIGINT; a second signal ends it at once.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--host",
            paramLabel = "<address>",
            description = "Address to listen on (CHRONICLE_HOST; 127.0.0.1).")
    private Optional<String> host = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "<port>",
            description = "Port to listen on, 0 for any that is free (CHRONICLE_PORT; 8080).")
    private Optional<String> port = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "<directory>",
            description = "Where the log is kept (CHRONICLE_DATA; ./data).")
    private Optional<String> data = Optional.empty();

    @Option(
            names = "--consumers",
            paramLabel = "<number>",
            description = "How many consumers compete for audit records (CHRONICLE_CONSUMERS; 3).")
    private Optional<String> consumers = Optional.empty();

    @Option(
            names = "--workers",
            paramLabel = "<number>",
            description = "How many workers compete for published batches (WORKER_COUNT; 4).")
    private Optional<String> workers = Optional.empty();

    @Option(
            names = "--database",
            paramLabel = "<url>",
            description = {
                "Where the log is kept in place of a directory (DATABASE_URL; none):",
                "sqlite:path or postgresql://user:password@host:port/database."
            })
    private Optional<String> database = Optional.empty();

    @Option(
            names = "--redis",
            paramLabel = "<url>",
            description = {
                "What messages go through to consumers of any process (REDIS_URL; none):",
                "redis://user:password@host:port/database."
            })
    private Optional<String> redis = Optional.empty();

    @Option(
            names = "--mode",
            paramLabel = "<mode>",
            description = {
                "Which part of the work to do (CHRONICLE_MODE; all): api answers requests,",
                "worker handles what others were sent, all does both."
            })
    private Optional<String> mode = Optional.empty();

    @Option(
            names = "--hmac-secret-file",
            paramLabel = "<file>",
            description = {
                "Secrets of signed messages, one a line; the first one signs, all verify",
                "(CHRONICLE_HMAC_SECRET_FILE, or the secrets themselves in CHRONICLE_HMAC_SECRET)."
            })
    private Optional<String> secretFile = Optional.empty();

    @Mixin private ClusterFlags cluster = new ClusterFlags();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = settings();
        ChannelSecrets secrets = secrets();
        Optional<ClusterSetting> clustered = clustered(settings);
        System.setProperty("chronicle.log.level", settings.logLevel());
        Logger log = LoggerFactory.getLogger(ServeCommand.class);
        log.info("Starting Chronicle {}", Main.Version.text());
        StopSignal stop = StopSignal.install();
        try (OtlpExport export = export();
                EventStore store = OpenStore.at(settings.log());
                ClusterPlace place = ClusterPlace.of(clustered, settings.log())) {
            ChronicleServer server =
                    start(settings, store, new Surroundings(secrets, place.options(), export));
            System.out.println(banner(settings, server.port()) + place.banner());
            stop.await();
            int left = server.stop();
            if (left > 0) {
                log.warn("{} requests were not stored, and not acknowledged", left);
            }
            log.info("Closing the store");
        }
        log.info("Stopped");
        return 0;
    }

    private Settings settings() {
        try {
            return Settings.of(
                    new Settings.Flags(host, port, data, consumers, workers, database, redis, mode),
                    System.getenv());
        } catch (Settings.InvalidException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private ChannelSecrets secrets() {
        try {
            return SecretSetting.of(secretFile, System.getenv());
        } catch (Settings.InvalidException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Optional<ClusterSetting> clustered(Settings settings) {
        try {
            return ClusterSetting.of(cluster, System.getenv(), settings.log());
        } catch (Settings.InvalidException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private OtlpExport export() {
        // the SDK logs through java.util.logging
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        try {
            return OtlpExport.of(System.getenv(), Main.Version.text());
        } catch (InvalidExportException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** What a server has beside its settings and its log. */
    private record Surroundings(
            ChannelSecrets secrets, Optional<ClusterOptions> cluster, OtlpExport export) {}

    private static ChronicleServer start(Settings settings, EventStore store, Surroundings around) {
        try {
            return ChronicleServer.start(
                    store,
                    new ServerOptions(
                            settings.host(),
                            settings.port(),
                            settings.consumers(),
                            settings.workers(),
                            Main.Version.text(),
                            settings.mode(),
                            settings.redis(),
                            settings.log().access(),
                            around.secrets(),
                            around.cluster()),
                    around.export());
        } catch (CannotListenException | ClusterException e) {
            throw new CommandFailedException(e.getMessage(), e);
        } catch (DamagedLogException e) {
            throw OpenStore.damaged(settings.log(), e);
        }
    }

    private static String banner(Settings settings, int port) {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return """
        Chronicle %s listens on http://%s:%d
          data:       %s
          channel:    %s
          mode:       %s
          durability: %s
          consumers:  %d
          workers:    %d\
        """
                .formatted(
                        Main.Version.text(),
                        host,
                        port,
                        settings.log(),
                        settings.redis().map(RedisAddress::toString).orElse("in this process"),
                        settings.mode().name().toLowerCase(Locale.ROOT),
                        OpenStore.DURABILITY,
                        settings.consumers(),
                        settings.workers());
    }
}
