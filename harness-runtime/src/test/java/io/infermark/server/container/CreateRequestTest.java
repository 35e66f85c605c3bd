package io.infermark.server.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.HostConfig;
import io.infermark.api.Launch;
import io.infermark.api.Vendor;
import io.infermark.spi.ContainerPlan;
import io.infermark.spi.StartPlan;
import io.infermark.spi.StartPlanBuilder;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the engine of containers is asked for, as it stands in the create body. */
class CreateRequestTest {
    private final Map<String, Object> asked = new HashMap<>();

    private static StartPlanBuilder plan(Vendor vendor, ContainerPlan container) {
        return StartPlan.builder("vllm", Launch.CONTAINER)
                .program(List.of("vllm", "serve"))
                .add("org/model", "--port", StartPlan.PORT, "--config", StartPlan.FILES + "/c.yml")
                .listen("0.0.0.0", 8000)
                .devices(new StartPlan.Devices(vendor, vendor == Vendor.CPU ? List.of() : List.of(1, 0)))
                .container(container);
    }

    private static ContainerPlan container(boolean hostIpc, List<String> groups) {
        return new ContainerPlan(
                "vllm/vllm-openai:1",
                17179869184L,
                hostIpc,
                List.of(
                        new ContainerPlan.Mount("/data/hub", "/infermark-models", false),
                        new ContainerPlan.Mount("/data/m", "/data/m", true)),
                List.of(new ContainerPlan.Ulimit("memlock", -1), new ContainerPlan.Ulimit("stack", 67108864)),
                groups,
                groups.isEmpty() ? List.of() : List.of("SYS_PTRACE"),
                groups.isEmpty() ? List.of() : List.of("seccomp=unconfined"));
    }

    /** Applies the request to a create command that records what it is told, and returns its host part as JSON. */
    private JsonNode hostConfig(StartPlan plan, boolean podman) {
        Map<String, String> labels = new HashMap<>();
        CreateContainerCmd create = (CreateContainerCmd) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CreateContainerCmd.class}, (proxy, method, args) -> {
                    if (method.getName().equals("getLabels")) {
                        return labels;
                    }
                    if (method.getName().startsWith("with")) {
                        asked.put(method.getName().substring(4), args[0]);
                        return proxy;
                    }
                    return null;
                });
        new CreateRequest(plan, podman, "/runs/1/server-files", ContainerLabels.of("run-7")).apply(create);
        assertThat(labels).containsEntry(ContainerLabels.RUN, "run-7").containsKey(ContainerLabels.OWNER);
        return JsonMapper.builder()
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .build()
                .valueToTree((HostConfig) asked.get("HostConfig"));
    }

    @Test
    void nvidiaGpusAreRequestedByIndexAndThePortIsOpenOnTheLoopbackInterfaceOnly() {
        JsonNode host =
                hostConfig(plan(Vendor.NVIDIA, container(false, List.of())).build(), false);

        assertThat(host.path("DeviceRequests").toString())
                .contains("\"DeviceIDs\":[\"1\",\"0\"]")
                .contains("\"Capabilities\":[[\"gpu\"]]")
                .doesNotContain("Driver\":\"cdi");
        assertThat(host.path("PortBindings").toString())
                .isEqualTo("{\"8000/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"\"}]}");
        assertThat(host.path("ShmSize").asLong()).isEqualTo(17179869184L);
        assertThat(host.path("Ulimits").toString())
                .isEqualTo("[{\"Name\":\"memlock\",\"Soft\":-1,\"Hard\":-1},"
                        + "{\"Name\":\"stack\",\"Soft\":67108864,\"Hard\":67108864}]");
        assertThat(host.path("Binds").toString())
                .contains("/data/hub:/infermark-models:rw")
                .contains("/data/m:/data/m:ro")
                .contains("/runs/1/server-files:/infermark-files:ro");
        assertThat((Object[]) asked.get("Entrypoint")).containsExactly("vllm");
        assertThat(asked.get("Cmd"))
                .isEqualTo(List.of("serve", "org/model", "--port", "8000", "--config", "/infermark-files/c.yml"));
    }

    @Test
    void podmanIsAskedForCdiDevices() {
        JsonNode host =
                hostConfig(plan(Vendor.NVIDIA, container(false, List.of())).build(), true);
        assertThat(host.path("DeviceRequests").toString())
                .contains("\"Driver\":\"cdi\"")
                .contains("\"DeviceIDs\":[\"nvidia.com/gpu=1\",\"nvidia.com/gpu=0\"]");
    }

    @Test
    void amdGpusComeAsDevicesWithGroupsAndRights() {
        JsonNode host = hostConfig(
                plan(Vendor.AMD, container(false, List.of("video", "render"))).build(), false);
        assertThat(host.path("DeviceRequests").isMissingNode()).isTrue();
        assertThat(host.path("Devices").toString())
                .contains("\"PathOnHost\":\"/dev/kfd\"")
                .contains("\"PathOnHost\":\"/dev/dri\"");
        assertThat(host.path("GroupAdd").toString()).isEqualTo("[\"video\",\"render\"]");
        assertThat(host.path("CapAdd").toString()).isEqualTo("[\"SYS_PTRACE\"]");
        assertThat(host.path("SecurityOpt").toString()).isEqualTo("[\"seccomp=unconfined\"]");
    }

    @Test
    void theHostsIpcNamespaceTakesThePlaceOfSharedMemory() {
        JsonNode host = hostConfig(plan(Vendor.CPU, container(true, List.of())).build(), false);
        assertThat(host.path("IpcMode").asText()).isEqualTo("host");
        assertThat(host.path("ShmSize").isMissingNode()).isTrue();
        assertThat(host.path("DeviceRequests").isMissingNode()).isTrue();
    }
}
