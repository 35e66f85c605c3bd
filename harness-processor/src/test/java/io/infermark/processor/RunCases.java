package io.infermark.processor;

import static io.infermark.processor.BenchmarkSource.valid;

import io.infermark.processor.report.Message;
import java.util.List;

/** Messages about bounds, repetition and windows. */
final class RunCases {
    private RunCases() {}

    static List<MessageCase> all() {
        return List.of(
                MessageCase.of(
                        Message.SLO_ORDER,
                        "ttftP90=1 s is below ttftP50=2 s, but a higher percentile can't be lower. Swap or correct the"
                                + " bounds.",
                        valid().withMore("@Slo(ttftP50 = \"2 s\", ttftP90 = /*!*/\"1 s\")")),
                MessageCase.of(
                                Message.DURATION_MALFORMED,
                                "\"30 mss\" has the unknown unit \"mss\". Units are ns, us, ms, s, min and h.",
                                valid().withMore("@Slo(ttftP99 = \"2 s\", tpotP50 = /*!*/\"30 mss\")"))
                        .named("of an SLO"),
                MessageCase.of(
                        Message.FORKS_NEGATIVE,
                        "forks=-3, but a point can't be repeated less than never. Raise it to 0 or more.",
                        valid().withMore("@Fork(/*!*/-3)")),
                MessageCase.of(
                                Message.FORKS_NEGATIVE,
                                "warm-up forks=-2, but a point can't be repeated less than never. Raise it to 0 or more.",
                                valid().withMore("@Fork(value = 1, warmups = /*!*/-2)"))
                        .named("warm-up"),
                MessageCase.of(
                        Message.FORK_ZERO,
                        "forks=0 measures inside the harness's own JVM, beside everything else that runs there. Use it to"
                                + " debug only.",
                        valid().withMore("@Fork(/*!*/0)")),
                MessageCase.of(
                        Message.ITERATIONS_TOO_FEW,
                        "iterations=0, but without one nothing is measured. Raise it.",
                        valid().withMore("@Measurement(iterations = /*!*/0)")),
                MessageCase.of(
                                Message.ITERATIONS_TOO_FEW,
                                "warm-up iterations=-2, but there can't be fewer than none. Raise it.",
                                valid().withMore("@Warmup(iterations = /*!*/-2)"))
                        .named("warm-up"),
                MessageCase.of(
                        Message.WINDOW_BOTH,
                        "the measurement window is bounded by time and, by requests, by requests at the same level; it"
                                + " can't be both. Remove the time of JMH's annotation or this member.",
                        valid().withMore("@Measurement(time = 10)\n@Window(requests = /*!*/100)")),
                MessageCase.of(
                        Message.WINDOW_REQUESTS_TWICE,
                        "requests and requestsPerConcurrency both say how many requests a window has; the second would be"
                                + " ignored. Remove one.",
                        valid().withMore("@Window(requests = 100, requestsPerConcurrency = /*!*/20)")),
                MessageCase.of(
                        Message.WINDOW_EMPTY,
                        "a measured window of 0 requests measures nothing. Give at least one request.",
                        valid().withMore("@Window(requests = /*!*/0)")),
                MessageCase.of(
                                Message.WINDOW_EMPTY,
                                "a warm-up window of 0 s measures nothing. Give at least some time.",
                                valid().withMore("@Warmup(time = /*!*/0)"))
                        .named("time"),
                MessageCase.of(
                        Message.WINDOW_SHORT,
                        "com.x.Bench[tp=8,isl=1024,osl=1024,conc=4] has 8 requests in a window, fewer than 10: its"
                                + " percentiles mean little, and each such point is marked as short. Raise the window's"
                                + " requests.",
                        valid().withMore("@Window(requestsPerConcurrency = /*!*/2)")),
                MessageCase.of(
                                Message.WINDOW_SHORT,
                                "com.x.Bench[tp=8,rate=0.5,isl=1024,osl=1024,conc=inf] has 5 requests in a window, fewer than 10:"
                                        + " its percentiles mean little, and each such point is marked as short. Raise the"
                                        + " window's requests.",
                                valid().withSweeps("@Sweep(tp = 8, rate = @Rate({2, /*!*/0.5}))"))
                        .named("by its rate"),
                MessageCase.of(
                                Message.WINDOW_SHORT,
                                "com.x.Bench[tp=8,isl=1024,osl=1024,conc=4] has 40 requests in a window, fewer than 50: its"
                                        + " percentiles mean little, and each such point is marked as short. Raise the window's"
                                        + " requests.",
                                valid().withMore("@Window(minRequests = /*!*/50)"))
                        .named("by its floor"),
                MessageCase.of(
                        Message.TIMEOUT_TOO_SHORT,
                        "an iteration may take 10 s, but its window alone takes 30 s. Raise the timeout.",
                        valid().withMore("@Measurement(time = 30)\n@Timeout(time = /*!*/10)")),
                MessageCase.of(
                                Message.TIMEOUT_TOO_SHORT,
                                "an iteration may take 10 min, but its window alone takes 20 min. Raise the timeout.",
                                valid().withMore("@Measurement(time = /*!*/20, timeUnit ="
                                        + " java.util.concurrent.TimeUnit.MINUTES)"))
                        .named("by default"),
                MessageCase.of(
                        Message.MIN_REQUESTS_NEGATIVE,
                        "minRequests=-1 can't be met or missed. Raise it to 0 or more.",
                        valid().withMore("@Window(minRequests = /*!*/-1)")));
    }
}
