package io.infermark.server.readiness;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.model.Suggestion;
import io.infermark.server.ServerDeath;
import io.infermark.server.ServerStartException;
import io.infermark.server.StartListener;
import io.infermark.server.StartPhase;
import io.infermark.server.StartTimings;
import io.infermark.server.diagnosis.Diagnosis;
import io.infermark.server.diagnosis.DiagnosisTable;
import io.infermark.spi.StartPlan;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits until a server has answered a completion. Each of these ends the wait at once: its death, a fatal log line, an answer that no waiting can mend (401, a model
 * list without the model, a refused completion), the deadline, an interrupt.
 *
 * <p>503, a refused or broken connection and a server error of the health path mean "still loading". A health path that is not there (404) is skipped: the server
 * does answer, and the next steps ask more of it anyway.
 */
public final class ReadinessWait {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);
    private static final Duration SHORT_REQUEST = Duration.ofSeconds(10);
    private static final Duration MODEL_LIST_SETTLES = Duration.ofSeconds(10);
    private static final int COMPLETION_ATTEMPTS = 3;

    private final StartPlan plan;
    private final Watched server;
    private final SideRequests http;
    private final StartListener listener;
    private final Duration progressEvery;
    private final Instant launchedAt;
    private final long launchedNanos;

    private StartPhase phase = StartPhase.HEALTH;
    private long nextProgressNanos;
    private String lastAnswer = "no answer yet";

    /** @param launched when the server was launched */
    public ReadinessWait(
            StartPlan plan,
            Watched server,
            SideRequests http,
            StartListener listener,
            Duration progressEvery,
            Launched launched) {
        this.plan = plan;
        this.server = server;
        this.http = http;
        this.listener = listener;
        this.progressEvery = progressEvery;
        this.launchedAt = launched.at();
        this.launchedNanos = launched.nanos();
        this.nextProgressNanos = launched.nanos() + progressEvery.toNanos();
    }

    /**
     * The instant of a launch on both clocks.
     *
     * @param nanos of {@link System#nanoTime()}
     */
    public record Launched(Instant at, long nanos) {
        /** Now. */
        public static Launched now() {
            return new Launched(Instant.now(), System.nanoTime());
        }
    }

    /**
     * The server that is waited for.
     *
     * @param base its address without a path
     * @param log followed for fatal lines; of somebody else's server a file that does not exist
     * @param death completed when it dies
     * @param ours whether we started it; somebody else's must answer from the first request on, unless it says 503
     */
    public record Watched(URI base, LogTail log, CompletableFuture<ServerDeath> death, boolean ours) {}

    /**
     * A server that is ready.
     *
     * @param model the name that requests carry
     */
    public record Ready(String model, StartTimings timings) {}

    /**
     * Waits.
     *
     * @throws ServerStartException if it cannot become ready or is not by the deadline
     */
    public Ready await() throws ServerStartException {
        phase = StartPhase.HEALTH;
        if (!plan.readiness().healthPath().isEmpty()) {
            awaitHealth();
        }
        Duration toHealth = elapsed();
        phase = StartPhase.MODELS;
        String model = plan.servedModel();
        if (!plan.readiness().modelsPath().isEmpty()) {
            model = awaitModel();
        }
        Duration toModels = elapsed();
        phase = StartPhase.FIRST_COMPLETION;
        if (plan.readiness().completion()) {
            awaitCompletion(model);
        }
        look();
        return new Ready(model, new StartTimings(launchedAt, toHealth, toModels, elapsed()));
    }

    private void awaitHealth() throws ServerStartException {
        while (true) {
            Optional<SideRequests.Answer> answer =
                    ask(http.get(uri(plan.readiness().healthPath())), SHORT_REQUEST);
            if (answer.isPresent() && (answer.get().ok() || answer.get().status() == 404)) {
                return;
            }
            if (answer.isPresent()) {
                refuseUnauthorized(answer.get(), plan.readiness().healthPath());
            }
            pause();
        }
    }

    private String awaitModel() throws ServerStartException {
        long listedSince = -1;
        while (true) {
            Optional<SideRequests.Answer> answer =
                    ask(http.get(uri(plan.readiness().modelsPath())), SHORT_REQUEST);
            if (answer.isPresent()) {
                refuseUnauthorized(answer.get(), plan.readiness().modelsPath());
                List<String> models = ProbeJson.modelIds(answer.get());
                if (plan.servedModel().isEmpty() && !models.isEmpty()) {
                    return models.get(0);
                }
                if (!plan.servedModel().isEmpty() && models.contains(plan.servedModel())) {
                    return plan.servedModel();
                }
                listedSince = models.isEmpty() ? -1 : listedSince < 0 ? System.nanoTime() : listedSince;
                if (listedSince >= 0
                        && System.nanoTime() - listedSince >= settles().toNanos()) {
                    throw failed(
                            "ModelNotServed",
                            "the server lists " + models + ", but not the served model \"" + plan.servedModel() + "\"."
                                    + Suggestion.sentence(plan.servedModel(), models)
                                    + " State it with @Model(servedName = …).");
                }
                if (!server.ours() && answer.get().status() == 404) {
                    throw failed(
                            "EndpointWrongPath",
                            plan.readiness().modelsPath() + " at " + server.base()
                                    + " answers 404, so this is no OpenAI-compatible base path. State the right one with"
                                    + " @EndpointOptions(basePath = …).");
                }
            }
            pause();
        }
    }

    private Duration settles() {
        // A front end lists models as its workers come up; somebody else's server has them from the start.
        return server.ours() ? MODEL_LIST_SETTLES : Duration.ZERO;
    }

    private void awaitCompletion(String model) throws ServerStartException {
        FirstCompletion first = new FirstCompletion(plan.endpoint(), model);
        int refused = 0;
        while (true) {
            Optional<SideRequests.Answer> answer = ask(http.post(uri(first.path()), first.body()), remaining());
            if (answer.isPresent()) {
                SideRequests.Answer reply = answer.get();
                if (reply.ok()) {
                    checkCompletion(reply, first);
                    return;
                }
                refuseUnauthorized(reply, first.path());
                if (reply.status() != 503
                        && reply.status() != 429
                        && ++refused >= (reply.status() >= 500 ? COMPLETION_ATTEMPTS : 1)) {
                    throw failed(
                            "CompletionRefused",
                            "the server is healthy and lists \"" + model + "\", but a first completion at "
                                    + first.path() + " failed: " + reply.brief()
                                    + " Change the request with @EndpointOptions(protocol, basePath, body, removeBody).");
                }
            }
            pause();
        }
    }

    private void checkCompletion(SideRequests.Answer reply, FirstCompletion first) throws ServerStartException {
        Optional<JsonNode> json = ProbeJson.parse(reply.body());
        boolean choices = json.isPresent()
                && json.get().path("choices").isArray()
                && !json.get().path("choices").isEmpty();
        if (!choices) {
            throw failed(
                    "CompletionEmpty",
                    "a first completion at " + first.path() + " came back without choices: " + reply.brief()
                            + " Is this an OpenAI-compatible server?");
        }
    }

    private void refuseUnauthorized(SideRequests.Answer answer, String path) throws ServerStartException {
        if (answer.status() == 401 || answer.status() == 403) {
            throw failed(
                    "Unauthorized",
                    path + " answers " + answer.brief() + " Give the key with @EndpointOptions(apiKey = \"env:NAME\")"
                            + (plan.endpoint().apiKey().isEmpty()
                                    ? "; none is given."
                                    : "; the one in " + plan.endpoint().apiKey() + " is not accepted."));
        }
    }

    /** The answer, or empty if there was none; watches the server meanwhile. */
    private Optional<SideRequests.Answer> ask(CompletableFuture<SideRequests.Answer> answer, Duration limit)
            throws ServerStartException {
        long giveUpAt = System.nanoTime() + limit.toNanos();
        while (!answer.isDone()) {
            look();
            if (System.nanoTime() - giveUpAt > 0) {
                answer.cancel(true);
                lastAnswer = "no answer within " + limit.toSeconds() + " s";
                return Optional.empty();
            }
            waitFor(CompletableFuture.anyOf(answer, server.death()), LOOK);
        }
        try {
            SideRequests.Answer reply = answer.get();
            lastAnswer = reply.brief();
            return Optional.of(reply);
        } catch (InterruptedException interrupted) {
            throw interrupted();
        } catch (ExecutionException unreachable) {
            Throwable cause = unreachable.getCause() == null ? unreachable : unreachable.getCause();
            lastAnswer =
                    cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
            if (!server.ours()) {
                throw failed(
                        "EndpointUnreachable",
                        "nothing answers at " + server.base() + " (" + lastAnswer
                                + "). Start the server, or correct the URL.");
            }
            return Optional.empty();
        }
    }

    private void pause() throws ServerStartException {
        look();
        waitFor(server.death(), ASK_AGAIN);
        look();
    }

    /** Death, fatal line, deadline, progress. */
    private void look() throws ServerStartException {
        server.log().poll();
        if (server.death().isDone()) {
            ServerDeath death = server.death().join();
            String code = death.oomKilled() ? "ServerOutOfMemory" : "ServerDied";
            throw ServerStartException.died(
                    code,
                    plan.engine() + " ended with " + death.how() + " after " + seconds(elapsed())
                            + " s, before it was ready (" + waitingFor() + "). Its log: "
                            + server.log().file(),
                    death);
        }
        Optional<String> fatal = server.log().fatalLine();
        if (fatal.isPresent()) {
            awaitDeathAfterFatalLine(fatal.get());
        }
        if (remaining().isZero()) {
            throw failed(
                    "StartTimeout",
                    plan.engine() + " was not ready "
                            + plan.readiness().deadline().toSeconds()
                            + " s after its launch (" + waitingFor() + "; last answer: " + lastAnswer
                            + "). Allow more with @Server(startTimeout = …), or see its log: "
                            + server.log().file());
        }
        if (System.nanoTime() - nextProgressNanos >= 0) {
            nextProgressNanos += progressEvery.toNanos();
            listener.onProgress(elapsed(), phase, server.log().lastLine());
        }
    }

    private void awaitDeathAfterFatalLine(String line) throws ServerStartException {
        // The exit code belongs to the message, and most engines end within a moment of such a line.
        waitFor(server.death(), Duration.ofSeconds(1));
        server.log().poll();
        if (server.death().isDone()) {
            return;
        }
        throw failed(
                "ServerFatalLog",
                plan.engine() + " printed \"" + line + "\" after " + seconds(elapsed())
                        + " s and is still running, but will not become ready.");
    }

    private void waitFor(CompletableFuture<?> event, Duration most) throws ServerStartException {
        try {
            event.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            throw interrupted();
        } catch (ExecutionException | TimeoutException seenByTheCaller) {
            // The caller looks at the state itself.
        }
    }

    private ServerStartException interrupted() {
        Thread.currentThread().interrupt();
        return failed(
                "StartInterrupted",
                "the start of " + plan.engine() + " was interrupted while it was " + waitingFor() + ".");
    }

    private ServerStartException failed(String code, String sentence) {
        server.log().poll();
        List<String> lines = server.log().lastLines();
        Optional<Diagnosis> diagnosis = DiagnosisTable.standard().diagnose(lines, Optional.empty(), false);
        return ServerStartException.started(code, sentence, lines, diagnosis);
    }

    private String waitingFor() {
        return switch (phase) {
            case HEALTH -> "waiting for " + plan.readiness().healthPath();
            case MODELS ->
                "waiting for the model to be listed by " + plan.readiness().modelsPath();
            case FIRST_COMPLETION -> "waiting for the first completion";
        };
    }

    private URI uri(String path) {
        String base = server.base().toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - launchedNanos);
    }

    private Duration remaining() {
        Duration left = plan.readiness().deadline().minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static String seconds(Duration duration) {
        return String.format(java.util.Locale.ROOT, "%.1f", duration.toNanos() / 1e9);
    }
}
