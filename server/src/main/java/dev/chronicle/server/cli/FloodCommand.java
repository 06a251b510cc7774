package dev.chronicle.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code chronicle flood}: sends many audit events in parallel, to see the consumers compete. */
@Command(
        name = "flood",
        description = "Sends random audit events in parallel and counts those accepted.",
        mixinStandardHelpOptions = true)
final class FloodCommand implements Callable<Integer> {

    private static final int AT_ONCE = 256;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Api api = new Api();

    @Parameters(paramLabel = "<number>", description = "How many.")
    private int number;

    private final AtomicInteger accepted = new AtomicInteger();

    @Override
    public Integer call() throws InterruptedException {
        if (number < 1) {
            throw new ParameterException(spec.commandLine(), "<number> must be at least 1");
        }
        Semaphore slots = new Semaphore(AT_ONCE);
        long start = System.nanoTime();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < number; i++) {
                slots.acquire();
                senders.execute(
                        () -> {
                            sendOne();
                            slots.release();
                        });
            }
        }
        System.out.printf(
                "%d of %d accepted in %.2f s%n",
                accepted.get(), number, (System.nanoTime() - start) / 1e9);
        return accepted.get() == number ? 0 : 1;
    }

    private void sendOne() {
        try {
            HttpResponse<InputStream> response =
                    api.post("/events", SampleEvent.json(ThreadLocalRandom.current()));
            try (InputStream body = response.body()) {
                body.readAllBytes();
            }
            if (response.statusCode() == 202) {
                accepted.incrementAndGet();
            }
        } catch (CommandFailedException | IOException e) {
            // not accepted, which the count says
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
