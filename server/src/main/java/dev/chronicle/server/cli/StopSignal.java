package dev.chronicle.server.cli;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * The first SIGTERM or SIGINT, for an orderly end with exit code 0; a second one ends the process
 * at once. A shutdown hook could do neither: the exit code would be the signal's, and a second
 * signal would be ignored.
 *
 * <p>{@code sun.misc.Signal} is called by reflection, because javac warns of it and cannot be told
 * not to.
 */
final class StopSignal {

    private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

    private final CountDownLatch received = new CountDownLatch(1);

    private StopSignal() {}

    static StopSignal install() {
        StopSignal stop = new StopSignal();
        stop.handle("TERM", 143);
        stop.handle("INT", 130);
        return stop;
    }

    private void handle(String name, int exitCode) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(),
                            new Class<?>[] {handler},
                            (_, method, _) -> called(method.getName(), name, exitCode));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (ReflectiveOperationException e) {
            log.warn("SIG{} will end the process at once: {}", name, e.toString());
        }
    }

    private @Nullable Object called(String method, String signal, int exitCode) {
        if (method.equals("handle")) {
            if (received.getCount() == 0) {
                Runtime.getRuntime().halt(exitCode);
            }
            log.info("SIG{} received", signal);
            received.countDown();
        }
        return null;
    }

    void await() throws InterruptedException {
        received.await();
    }
}
