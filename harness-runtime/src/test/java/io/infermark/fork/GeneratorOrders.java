package io.infermark.fork;

import io.infermark.load.LoaderJvm;
import io.infermark.model.EndpointSpec;
import io.infermark.model.Load;
import io.infermark.model.WorkloadSpec;
import io.infermark.sim.SimServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Orders to a generator that measures a simulator, and the command line of one in a JVM of its own. */
public final class GeneratorOrders {
    private GeneratorOrders() {}

    /** Records go to {@code records.imr} in the folder. */
    public static ToGenerator.Open open(SimServer endpoint, WorkloadSpec workload, Load load, Path folder) {
        return new ToGenerator.Open(
                "com.x.A[conc=1]",
                0,
                List.of(endpoint.uri().toString()),
                "",
                EndpointSpec.DEFAULT,
                false,
                "",
                "",
                workload,
                LoadMessage.of(load),
                folder.resolve("records.imr").toString(),
                1,
                -1,
                ConnectionMessage.DEFAULT,
                50,
                30_000,
                0,
                Map.of());
    }

    /** The words of a command, with further flags behind those of {@link LoaderJvm}. */
    static List<String> java(List<String> flags, String... further) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(further));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ForkMain.class.getName()));
        return command;
    }
}
