package dev.chronicle.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/** {@code chronicle ingest}: sends an audit event made up for a try. */
@Command(
        name = "ingest",
        description = "Sends one random audit event.",
        mixinStandardHelpOptions = true)
final class IngestCommand implements Callable<Integer> {

    @Mixin private Api api = new Api();

    @Override
    public Integer call() throws InterruptedException {
        return Api.print(api.post("/events", SampleEvent.json(ThreadLocalRandom.current())));
    }
}
