package io.infermark.server.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.result.Golden;
import io.infermark.server.ServerStartException;
import io.infermark.server.StartListener;
import io.infermark.server.StartSite;
import io.infermark.server.recipe.ContainerPlans;
import io.infermark.server.secret.SecretReader;
import io.infermark.spi.StartPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole body of the create request, as it reaches an engine of containers: Testcontainers' own part and ours, for each vendor. The client of the engine is static, so
 * each engine is asked from a JVM of its own.
 */
class CreateBodyTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    @TempDir
    Path folder;

    /** Asks for the plans' containers, one after the other. */
    static final class Asking {
        public static void main(String[] args) throws Exception {
            for (StartPlan plan : List.of(ContainerPlans.nvidia(), ContainerPlans.amd(), ContainerPlans.cpu())) {
                ContainerServer server = new ContainerServer(
                        new StartSite("run", Path.of(args[0])),
                        new SecretReader(Map.of("HF_TOKEN", "sesame-17")::get),
                        Duration.ofSeconds(30),
                        false);
                try {
                    server.start(plan, StartListener.SILENT).close();
                } catch (ServerStartException refused) {
                    System.out.println(refused.getMessage());
                }
            }
        }
    }

    private List<String> bodies(FakeDaemon daemon) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Duser.home=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asking.class.getName(),
                        folder.toString())
                .redirectErrorStream(true);
        builder.environment().put("DOCKER_HOST", daemon.address());
        Process asking = builder.start();
        String printed = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(asking.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(printed.split(FakeDaemon.REFUSAL, -1)).as(printed).hasSize(4);
        assertThat(printed).doesNotContain("sesame");
        List<String> bodies = new ArrayList<>();
        for (String body : daemon.created()) {
            String text = normal(JSON.readTree(body));
            if (bodies.isEmpty() || !bodies.get(bodies.size() - 1).equals(text)) {
                bodies.add(text);
            }
        }
        return bodies;
    }

    /** Without what is not set, and without what differs from run to run. */
    private String normal(JsonNode body) throws IOException {
        ObjectNode labels = (ObjectNode) body.path("Labels");
        assertThat(labels.has(ContainerLabels.OWNER)).isTrue();
        assertThat(labels.has(ContainerLabels.HOST)).isTrue();
        labels.put(ContainerLabels.OWNER, "OWNER").put(ContainerLabels.HOST, "HOST");
        List<String> own = new ArrayList<>();
        labels.fieldNames().forEachRemaining(own::add);
        own.stream().filter(name -> name.startsWith("org.testcontainers")).forEach(labels::remove);
        prune(body);
        if (body.path("Env") instanceof ArrayNode environment) {
            sort(environment);
        }
        Object sorted = JSON.treeToValue(body, Object.class);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(sorted).replace(folder.toString(), "/run")
                + "\n";
    }

    private static void prune(JsonNode node) {
        for (Iterator<JsonNode> members = node.elements(); members.hasNext(); ) {
            JsonNode member = members.next();
            prune(member);
            if (node.isObject() && (member.isNull() || (member.isContainerNode() && member.isEmpty()))) {
                members.remove();
            }
        }
    }

    /** The environment's order is a hash map's. */
    private static void sort(ArrayNode words) {
        List<JsonNode> items = new ArrayList<>();
        words.forEach(items::add);
        items.sort(Comparator.comparing(JsonNode::asText));
        words.removeAll().addAll(items);
    }

    @Test
    void dockerIsAskedForDevicesGroupsMemoryAndALoopbackPort() throws Exception {
        try (FakeDaemon daemon = new FakeDaemon("Engine")) {
            List<String> bodies = bodies(daemon);
            assertThat(bodies).hasSize(3);
            Golden.check("create-docker-nvidia.json", bodies.get(0));
            Golden.check("create-docker-amd.json", bodies.get(1));
            Golden.check("create-docker-cpu.json", bodies.get(2));
        }
    }

    @Test
    void podmanIsAskedForCdiDevices() throws Exception {
        try (FakeDaemon daemon = new FakeDaemon("Podman Engine")) {
            List<String> bodies = bodies(daemon);
            assertThat(bodies).hasSize(3);
            Golden.check("create-podman-nvidia.json", bodies.get(0));
            Golden.check("create-podman-amd.json", bodies.get(1));
        }
    }
}
