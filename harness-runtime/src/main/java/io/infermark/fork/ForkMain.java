package io.infermark.fork;

import io.infermark.endpoint.EndpointException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The main class of the load generator's JVM. Nobody starts it by hand: it speaks the protocol of this package on its standard streams. */
public final class ForkMain {
    private static final int GOOD = 0;
    private static final int REFUSED = 1;
    private static final int HOST_GONE = 4;

    private final Wire wire = new Wire();
    private final PrintStream toHost;
    private final BlockingQueue<ToGenerator> orders = new LinkedBlockingQueue<>();
    private final DrainTimer drain = new DrainTimer();
    private volatile boolean closing;

    private ForkMain(PrintStream toHost) {
        this.toHost = toHost;
    }

    /** Runs until told to leave, or until the host is gone. */
    public static void main(String[] arguments) {
        PrintStream toHost = System.out;
        // Whatever a library prints must not get between the messages.
        System.setOut(System.err);
        ForkMain main = new ForkMain(toHost);
        // A window waits for its event loops, and one whose thread is gone would let it wait for its deadline.
        Thread.setDefaultUncaughtExceptionHandler(main::lost);
        Thread reader = new Thread(main::readOrders, "infermark-host-reader");
        reader.setDaemon(true);
        reader.start();
        int code = main.serve();
        toHost.flush();
        Runtime.getRuntime().halt(code);
    }

    private void readOrders() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line;
            while ((line = in.readLine()) != null) {
                ToGenerator order = wire.read(line, ToGenerator.class);
                if (order instanceof ToGenerator.Stop stop) {
                    drain.stop(Duration.ofMillis(stop.drainMillis()));
                } else if (order instanceof ToGenerator.Abort) {
                    drain.abort();
                } else {
                    orders.add(order);
                }
            }
        } catch (IOException | GeneratorException e) {
            System.err.println("the host can't be heard: " + e.getMessage());
        }
        if (!closing) {
            Runtime.getRuntime().halt(HOST_GONE);
        }
    }

    private int serve() {
        try (GeneratorSession session = open()) {
            drain.attach(session);
            say(session.opened());
            while (true) {
                ToGenerator order = orders.take();
                if (order instanceof ToGenerator.RunWindow window) {
                    say(session.run(window));
                } else if (order instanceof ToGenerator.Calibrate calibration) {
                    say(session.calibrate(calibration));
                } else if (order instanceof ToGenerator.Close) {
                    closing = true;
                    break;
                } else {
                    throw new GeneratorException("[WireBroken] the host said " + order + " at the wrong time.", false);
                }
            }
        } catch (EndpointException e) {
            return refuse(String.valueOf(e.getMessage()), e.fault() == EndpointException.Fault.CONFIGURATION);
        } catch (GeneratorException e) {
            return refuse(String.valueOf(e.getMessage()), e.usage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refuse("[GeneratorInterrupted] the load generator's thread was interrupted.", false);
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            return refuse(GeneratorProblems.message(e), false);
        }
        say(new FromGenerator.Closed());
        return GOOD;
    }

    private void lost(Thread thread, Throwable cause) {
        try {
            cause.printStackTrace();
            int unused = refuse(
                    GeneratorProblems.unexpected(
                            "the thread " + thread.getName() + " of the load generator ended with " + cause),
                    false);
        } finally {
            Runtime.getRuntime().halt(REFUSED);
        }
    }

    private GeneratorSession open() throws IOException, InterruptedException {
        if (orders.take() instanceof ToGenerator.Open order) {
            drain.opening();
            return GeneratorSession.open(order);
        }
        throw new GeneratorException("[WireBroken] the host did not begin with open.", false);
    }

    private int refuse(String message, boolean usage) {
        say(new FromGenerator.Refused(message, usage));
        closing = true;
        return REFUSED;
    }

    private void say(FromGenerator message) {
        toHost.println(wire.write(message));
        toHost.flush();
    }
}
