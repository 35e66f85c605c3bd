package io.infermark.fork;

import io.infermark.endpoint.EndpointException;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A generator in the host's own JVM ({@code -f 0}), for debugging: the host's heap, its compiler threads and its log traffic disturb what it measures. */
public final class InProcessGenerator implements Generator {
    private final DrainTimer drain = new DrainTimer();
    private @Nullable GeneratorSession session;

    @Override
    public FromGenerator.Opened open(ToGenerator.Open order, Duration deadline) {
        try {
            drain.opening();
            GeneratorSession opened = GeneratorSession.open(order);
            session = opened;
            drain.attach(opened);
            return opened.opened();
        } catch (EndpointException e) {
            throw new GeneratorException(
                    String.valueOf(e.getMessage()), e.fault() == EndpointException.Fault.CONFIGURATION);
        } catch (IOException | RuntimeException e) {
            throw new GeneratorException(GeneratorProblems.message(e), e);
        }
    }

    @Override
    public FromGenerator.WindowEnded run(ToGenerator.RunWindow order) {
        if (session == null) {
            throw new IllegalStateException("a window before open");
        }
        try {
            return session.run(order);
        } catch (IOException | RuntimeException e) {
            throw new GeneratorException(GeneratorProblems.message(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GeneratorException("[GeneratorInterrupted] the thread was interrupted.", false);
        }
    }

    @Override
    public FromGenerator.Calibrated calibrate(ToGenerator.Calibrate order) {
        if (session == null) {
            throw new IllegalStateException("a calibration before open");
        }
        try {
            return session.calibrate(order);
        } catch (IOException | RuntimeException e) {
            throw new GeneratorException(GeneratorProblems.message(e), e);
        }
    }

    @Override
    public OptionalLong process() {
        return OptionalLong.empty();
    }

    @Override
    public void stop(Duration time) {
        drain.stop(time);
    }

    @Override
    public void abort() {
        drain.abort();
    }

    @Override
    public void close() {
        drain.end();
        if (session != null) {
            try {
                session.close();
            } catch (RuntimeException e) {
                throw new GeneratorException(GeneratorProblems.message(e), e);
            }
        }
    }
}
