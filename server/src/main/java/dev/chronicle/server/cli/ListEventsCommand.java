package dev.chronicle.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** {@code chronicle list-events}: prints every audit event of a server. */
@Command(
        name = "list-events",
        description = "Prints every audit event, newest first.",
        mixinStandardHelpOptions = true)
final class ListEventsCommand implements Callable<Integer> {

    @Mixin private Api api = new Api();

    @Override
    public Integer call() throws InterruptedException {
        return Api.print(api.get("/events"));
    }
}
