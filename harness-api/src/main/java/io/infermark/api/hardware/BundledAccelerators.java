package io.infermark.api.hardware;

import io.infermark.api.Accelerator;
import io.infermark.api.AcceleratorFacts;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The accelerators that come with the harness, and which of them a site's label names. */
public final class BundledAccelerators {
    private static final List<Class<? extends Accelerator>> ALL = List.of(
            H100.class,
            H200.class,
            B200.class,
            B300.class,
            GB200.class,
            GB300.class,
            MI300X.class,
            MI325X.class,
            MI355X.class,
            RtxPro6000.class,
            HostCpu.class,
            SimulatedGpu.class);

    private static final String FLEET = "cluster:";

    private BundledAccelerators() {}

    /** All of them. */
    public static List<Class<? extends Accelerator>> all() {
        return ALL;
    }

    /** The accelerator of a runner label, which begins with its name: {@code b200-trt} and {@code cluster:b200-nv} are B200. */
    public static Optional<Class<? extends Accelerator>> ofLabel(String label) {
        String family = familyOf(label);
        for (Class<? extends Accelerator> accelerator : ALL) {
            if (facts(accelerator).name().equals(family)) {
                return Optional.of(accelerator);
            }
        }
        return Optional.empty();
    }

    /** The name of the hardware with which a runner label begins, bundled or not. */
    public static String familyOf(String label) {
        String name = label.startsWith(FLEET) ? label.substring(FLEET.length()) : label;
        int dash = name.indexOf('-');
        return dash < 0 ? name : name.substring(0, dash);
    }

    /** What one of them is. */
    public static AcceleratorFacts facts(Class<? extends Accelerator> accelerator) {
        return Objects.requireNonNull(accelerator.getAnnotation(AcceleratorFacts.class));
    }
}
