package io.infermark.processor.read;

import io.infermark.api.AcceleratorFacts;
import io.infermark.api.EngineFacts;
import io.infermark.api.Hardware;
import io.infermark.api.Launch;
import io.infermark.api.Model;
import io.infermark.api.Precision;
import io.infermark.api.Protocol;
import io.infermark.api.Server;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;
import io.infermark.model.DurationText;
import io.infermark.model.EndpointSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.HardwareSpec;
import io.infermark.model.HeaderSpec;
import io.infermark.model.ModelSpec;
import io.infermark.model.ServerSpec;
import io.infermark.processor.report.Message;
import io.infermark.processor.report.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** Reads what is served, on what and by what: {@code @Model}, {@code @Hardware}, {@code @Server}. */
final class ServedReader {
    private static final Duration DEFAULT_START_TIMEOUT = Duration.ofMinutes(40);

    /** Stand-ins for what is missing; they agree with everything, so that only the absence is reported. */
    private static final ModelSpec ANY_MODEL = ModelSpec.of("missing", Precision.BF16);

    private static final HardwareSpec ANY_HARDWARE =
            new HardwareSpec("missing", Vendor.CPU, Integer.MAX_VALUE, 0, List.of(Precision.values()), 1, "missing");
    private static final EngineSpec ANY_ENGINE = new EngineSpec(
            "missing",
            List.of(),
            List.of(),
            List.of(),
            List.of(SpecDecoding.values()),
            true,
            true,
            true,
            Launch.PROCESS);

    private final Reading reading;

    ServedReader(Reading reading) {
        this.reading = reading;
    }

    ModelSpec model() {
        Optional<Members> found = reading.nearest(Model.class.getName());
        if (found.isEmpty()) {
            missing("model", Message.MODEL_MISSING);
            return ANY_MODEL;
        }
        Members model = found.get();
        register("model", model, List.of("id", "prefix", "precision", "servedName", "tokenizer", "revision"));
        register("model", model, List.of("parametersBillions", "layers", "kvHeads", "headDim", "maxModelLen"));
        String id = model.text("id");
        String prefix = model.text("prefix");
        return new ModelSpec(
                id,
                prefix.isEmpty() ? ModelSpec.prefixOf(id) : prefix,
                model.constant("precision", Precision.class, Precision.BF16),
                model.text("servedName"),
                model.text("tokenizer"),
                model.text("revision"),
                model.decimal("parametersBillions"),
                model.number("layers"),
                model.number("kvHeads"),
                model.number("headDim"),
                model.number("maxModelLen"));
    }

    HardwareSpec hardware() {
        Optional<Members> found = reading.nearest(Hardware.class.getName());
        if (found.isEmpty()) {
            missing("hardware", Message.HARDWARE_MISSING);
            return ANY_HARDWARE;
        }
        Members hardware = found.get();
        register("hardware", hardware, List.of("value", "nodes", "label"));
        reading.place("hardware", hardware.place("value"));
        Optional<Members> facts = hardware.type("value", "io.infermark.api.hardware")
                .flatMap(type -> facts(
                        "hardware",
                        type,
                        AcceleratorFacts.class.getName(),
                        hardware.place("value"),
                        Message.ACCELERATOR_FACTS_MISSING));
        if (facts.isEmpty()) {
            reading.unreadable().add("hardware");
            return ANY_HARDWARE;
        }
        Members known = facts.get();
        String name = known.text("name");
        String label = hardware.text("label");
        return new HardwareSpec(
                name,
                known.constant("vendor", Vendor.class, Vendor.CPU),
                known.number("gpusPerNode"),
                known.decimal("memoryGib"),
                values(known.constants("precisions", Precision.class)),
                hardware.number("nodes"),
                label.isEmpty() ? name : label);
    }

    ServerSpec server() {
        Optional<Members> found = reading.nearest(Server.class.getName());
        if (found.isEmpty()) {
            missing("server", Message.SERVER_MISSING);
            return new ServerSpec(
                    ANY_ENGINE,
                    "",
                    Launch.PROCESS,
                    List.of(),
                    List.of(),
                    Map.of(),
                    DEFAULT_START_TIMEOUT,
                    false,
                    EndpointSpec.DEFAULT);
        }
        Members server = found.get();
        register(
                "server",
                server,
                List.of("engine", "image", "launch", "command", "flags", "env", "startTimeout", "prefixHitRate"));
        EngineSpec engine = engine(server);
        EndpointSpec endpoint = endpoint(server.annotation("endpoint"), server.place("endpoint"));
        String image = server.text("image");
        return new ServerSpec(
                engine,
                image,
                ServerSpec.resolveLaunch(
                        server.constant("launch", Launch.class, Launch.AUTO), image, endpoint.urls(), engine),
                values(server.texts("command")),
                indexed("server.flags", server.texts("flags")),
                Pairs.environment(reading, "server.env", server.texts("env")),
                startTimeout(server),
                server.flag("prefixCache"),
                endpoint,
                server.decimal("prefixHitRate"));
    }

    private EngineSpec engine(Members server) {
        Optional<Members> facts = server.type("engine", "io.infermark.api.engine")
                .flatMap(type -> facts(
                        "server.engine",
                        type,
                        EngineFacts.class.getName(),
                        server.place("engine"),
                        Message.ENGINE_FACTS_MISSING));
        if (facts.isEmpty()) {
            reading.unreadable().add("server.engine");
            return ANY_ENGINE;
        }
        Members known = facts.get();
        return new EngineSpec(
                known.text("name"),
                values(known.constants("vendors", Vendor.class)),
                values(known.texts("flags")),
                values(known.texts("managedFlags")),
                values(known.constants("specDecoding", SpecDecoding.class)),
                known.flag("expertParallel"),
                known.flag("dpAttention"),
                known.flag("pipelineParallel"),
                known.constant("defaultLaunch", Launch.class, Launch.CONTAINER));
    }

    private Duration startTimeout(Members server) {
        String text = server.text("startTimeout");
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            reading.unreadable("server.startTimeout", server.place("startTimeout"), Message.DURATION_MALFORMED, e);
            return DEFAULT_START_TIMEOUT;
        }
    }

    private EndpointSpec endpoint(Members endpoint, Place place) {
        String path = "server.endpoint";
        reading.place(path, place);
        register(
                path,
                endpoint,
                List.of("urls", "protocol", "basePath", "apiKey", "headers", "body", "removeBody", "caCertificate"));
        register(path, endpoint, List.of("clientCertificate"));
        List<HeaderSpec> headers = new ArrayList<>();
        for (Members.Item<String> item : endpoint.texts("headers")) {
            try {
                HeaderSpec header = HeaderSpec.parse(item.value());
                reading.place(path + ".headers[" + headers.size() + "]", item.place());
                headers.add(header);
            } catch (IllegalArgumentException e) {
                reading.unreadable(path + ".headers", item.place(), Message.HEADER_MALFORMED, e);
            }
        }
        return new EndpointSpec(
                indexed(path + ".urls", endpoint.texts("urls")),
                endpoint.constant("protocol", Protocol.class, Protocol.COMPLETIONS),
                endpoint.text("basePath"),
                endpoint.text("apiKey"),
                headers,
                Pairs.body(reading, path + ".body", endpoint.texts("body")),
                indexed(path + ".removeBody", endpoint.texts("removeBody")),
                endpoint.text("caCertificate"),
                endpoint.text("clientCertificate"));
    }

    /** Facts are looked up on the type alone: whoever writes a type states its facts. */
    private Optional<Members> facts(
            String path, TypeElement type, String annotationType, Place place, Message missing) {
        List<Place> found = Lineage.on(new Lineage.Level(type, 0, place), annotationType, "");
        if (found.isEmpty()) {
            reading.unreadable(path, place, missing, type.getSimpleName());
            return Optional.empty();
        }
        return Optional.of(new Members(reading, found.get(0)));
    }

    private void missing(String path, Message message) {
        reading.unreadable(
                path, reading.benchmarkPlace(), message, reading.type().getSimpleName());
    }

    private void register(String path, Members members, List<String> names) {
        reading.places().putIfAbsent(path, members.place());
        for (String name : names) {
            reading.place(path + "." + name, members.place(name));
        }
    }

    private List<String> indexed(String path, List<Members.Item<String>> items) {
        for (int i = 0; i < items.size(); i++) {
            reading.place(path + "[" + i + "]", items.get(i).place());
        }
        return values(items);
    }

    private static <T> List<T> values(List<Members.Item<T>> items) {
        return items.stream().map(Members.Item::value).toList();
    }
}
