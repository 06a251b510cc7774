package dev.chronicle.server.cli;

import io.helidon.logging.common.spi.LoggingProvider;

/**
 * Logging is set up by Logback's own file; without a provider the web server complains on stderr.
 */
public final class SilentHelidonLogging implements LoggingProvider {

    @Override
    public void initialization() {}

    @Override
    public void runTime() {}
}
