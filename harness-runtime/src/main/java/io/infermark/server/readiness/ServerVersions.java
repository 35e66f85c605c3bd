package io.infermark.server.readiness;

import io.infermark.api.Launch;
import io.infermark.spi.StartPlan;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads what a running server says of its version. A version that cannot be read is absent, with the reason under {@code engineUnknownBecause}. */
public final class ServerVersions {
    private static final long LIMIT_SECONDS = 60;

    private ServerVersions() {}

    /** {@code engine} if it is known. A plan's version command is run for a process of this host only, since elsewhere it would ask another installation. */
    public static Map<String, String> read(StartPlan plan, URI base, SideRequests http) {
        Map<String, String> versions = new LinkedHashMap<>();
        StartPlan.Version source = plan.version();
        String version = null;
        String reason = "the recipe knows no way to read it";
        if (!source.path().isEmpty()) {
            version = overHttp(source, base, http);
            reason = source.path() + " gives no field \"" + source.field() + "\"";
        }
        if (version == null
                && plan.launch() == Launch.PROCESS
                && !source.command().isEmpty()) {
            version = fromCommand(source.command());
            reason = "the command \"" + String.join(" ", source.command()) + "\" prints none";
        }
        if (version == null) {
            versions.put("engineUnknownBecause", reason);
        } else {
            versions.put("engine", version);
        }
        return versions;
    }

    private static @Nullable String overHttp(StartPlan.Version source, URI base, SideRequests http) {
        CompletableFuture<SideRequests.Answer> answer = http.get(URI.create(base + source.path()));
        try {
            SideRequests.Answer reply = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return reply.ok()
                    ? ProbeJson.parse(reply.body())
                            .map(json -> json.path(source.field()))
                            .filter(field -> field.isTextual() || field.isNumber())
                            .map(field -> field.asText())
                            .orElse(null)
                    : null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException unreadable) {
            answer.cancel(true);
            return null;
        }
    }

    private static @Nullable String fromCommand(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            CompletableFuture<Void> limit = process.onExit()
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .handle((ended, late) -> {
                        process.destroyForcibly();
                        return null;
                    });
            String output;
            try (InputStream printed = process.getInputStream()) {
                output = new String(printed.readAllBytes(), StandardCharsets.UTF_8);
            }
            limit.join();
            boolean good = process.waitFor() == 0;
            return good
                    ? output.lines()
                            .filter(line -> !line.isBlank())
                            .reduce((first, last) -> last)
                            .map(String::strip)
                            .orElse(null)
                    : null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        } catch (IOException notThere) {
            return null;
        }
    }
}
