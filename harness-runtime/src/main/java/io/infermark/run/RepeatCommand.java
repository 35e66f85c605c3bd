package io.infermark.run;

import io.infermark.model.Load;
import io.infermark.plan.Overrides;
import io.infermark.plan.PlannedPoint;
import io.infermark.telemetry.TelemetryMode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command that measures a point again, with the same prompts and schedule, quoted for a POSIX shell. Secrets stand as references. */
final class RepeatCommand {
    private RepeatCommand() {}

    static String of(PlannedPoint planned, Options options, long seed) {
        Overrides o = options.overrides();
        List<String> words = new ArrayList<>(List.of("java", "-jar", "benchmarks.jar"));
        if (planned.spec().benchmark().equals("quick")) {
            words.add("quick");
            o.urls().forEach(url -> words.add(quote(url)));
            words.addAll(
                    List.of("--isl", Integer.toString(planned.point().workload().isl())));
            words.addAll(
                    List.of("--osl", Integer.toString(planned.point().workload().osl())));
            load(words, planned.point().load());
            String tokenizer = planned.spec().model().tokenizer();
            add(words, "-tokenizer", tokenizer.isEmpty() ? null : tokenizer);
        } else {
            words.add("run");
            words.add(quote("^" + planned.id().replaceAll("([\\[\\](){}.+*?^$|\\\\])", "\\\\$1") + "$"));
            o.urls().forEach(url -> add(words, "-server", url));
            count(words, "-f", o.forks());
            count(words, "-wf", o.warmupForks());
            time(words, "-w", o.warmupTime());
            count(words, "-warmupRequests", o.warmupRequests());
            machine(words, options);
        }
        count(words, "-wi", o.warmupIterations());
        time(words, "-r", o.measurementTime());
        add(words, "-compat", o.inferencex() ? "inferencex" : null);
        count(words, "-i", o.iterations());
        count(words, "-requests", o.requests());
        time(words, "-to", o.iterationTimeout());
        endpoint(words, o);
        add(words, "-dialect", options.dialect().isEmpty() ? null : options.dialect());
        ConnectionWords.of(options.connections()).forEach((name, value) -> add(words, "-" + name, value));
        generator(words, options);
        telemetry(words, options.telemetry());
        add(words, "-calibrate", options.calibrate() ? null : "false");
        add(words, "-seed", Long.toString(seed));
        return String.join(" ", words);
    }

    /** Where the server and the generator run, and what runs beside them. */
    private static void machine(List<String> words, Options options) {
        add(words, "-gc", options.gcBetweenIterations() ? "true" : null);
        ServerPlacement placement = options.placement();
        joined(words, "-gpus", placement.gpus().stream().map(String::valueOf).toList());
        add(words, "-serverCores", placement.cores().isEmpty() ? null : placement.cores());
        several(words, "-launcher", placement.launcher());
        joined(words, "-prof", options.profilers());
        if (options.debug()) {
            words.add("-debug");
        }
    }

    private static void generator(List<String> words, Options options) {
        count(words, "-t", options.loops());
        Path jvm = options.jvm();
        add(words, "-jvm", jvm == null ? null : jvm.toString());
        List<String> replaced = options.jvmArgs();
        // None in place of the default ones is not the same as not given.
        add(words, "-jvmArgs", replaced == null ? null : QuotedWords.join(replaced));
        several(words, "-jvmArgsPrepend", options.jvmArgsPrepend());
        several(words, "-jvmArgsAppend", options.jvmArgsAppend());
    }

    private static void telemetry(List<String> words, TelemetryMode mode) {
        if (!mode.on()) {
            add(words, "-telemetry", "off");
        }
        mode.dcgm().ifPresent(page -> add(words, "-telemetry", page.toString()));
    }

    private static void load(List<String> words, Load load) {
        if (load instanceof Load.Open open) {
            words.addAll(List.of(
                    "--rate",
                    plain(open.requestsPerSecond()),
                    "--arrival",
                    open.arrival().label()));
            if (open.burstiness() != 1) {
                words.addAll(List.of("--burstiness", plain(open.burstiness())));
            }
            if (!open.shape().isEmpty()) {
                words.addAll(List.of("--shape", quote(open.shape())));
            }
            if (open.maxConcurrency() == 0) {
                return;
            }
        }
        words.addAll(List.of("--concurrency", load.concurrencyLabel()));
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static void endpoint(List<String> words, Overrides o) {
        add(words, "-model", o.model());
        add(words, "-protocol", o.protocol() == null ? null : o.protocol().label());
        add(words, "-basePath", o.basePath());
        add(words, "-apiKey", o.apiKey());
        // A plain header may be a secret that somebody wrote in the clear; its name is enough to be reminded.
        o.headers()
                .forEach(header ->
                        add(words, "-header", header.name() + ": " + (header.secret() ? header.value() : "…")));
        o.body().forEach((name, value) -> add(words, "-body", name + "=" + value));
        o.removeBody().forEach(name -> add(words, "-removeBody", name));
        add(words, "-ca", o.caCertificate());
        add(words, "-clientCert", o.clientCertificate());
    }

    private static void joined(List<String> words, String option, List<String> values) {
        add(words, option, values.isEmpty() ? null : String.join(",", values));
    }

    private static void several(List<String> words, String option, List<String> values) {
        add(words, option, values.isEmpty() ? null : QuotedWords.join(values));
    }

    private static void count(List<String> words, String option, int value) {
        if (value >= 0) {
            add(words, option, Integer.toString(value));
        }
    }

    private static void time(List<String> words, String option, @Nullable Duration value) {
        if (value != null) {
            add(words, option, value.toMillis() + "ms");
        }
    }

    private static void add(List<String> words, String option, @Nullable String value) {
        if (value != null) {
            words.add(option);
            words.add(quote(value));
        }
    }

    private static String quote(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
