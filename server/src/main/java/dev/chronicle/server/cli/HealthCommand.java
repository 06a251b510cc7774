package dev.chronicle.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** {@code chronicle health}: asks a server how it is. */
@Command(name = "health", description = "Asks a server how it is.", mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {

    @Mixin private Api api = new Api();

    @Override
    public Integer call() throws InterruptedException {
        return Api.print(api.get("/health"));
    }
}
