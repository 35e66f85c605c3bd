package io.infermark.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CoreTimesTest {
    private static HostView host(String stat) {
        return (HostView) Proxy.newProxyInstance(
                HostView.class.getClassLoader(),
                new Class<?>[] {HostView.class},
                (self, method, arguments) ->
                        method.getName().equals("text") && arguments[0].equals(Path.of("/proc/stat"))
                                ? Optional.of(stat).filter(text -> !text.isEmpty())
                                : Optional.empty());
    }

    private static CoreTimes look(String stat) {
        return CoreTimes.read(host(stat)).orElseThrow();
    }

    @Test
    void stealIsAShareOfAllTimeThatPassed() {
        CoreTimes before = look(
                "cpu  100 0 50 800 10 5 5 30 70 0\ncpu0 50 0 25 400 5 3 2 15 70 0\ncpu1 50 0 25 400 5 2 3 15 0 0\nintr 5");
        // 200 ticks went by, 20 of them stolen, all of core 1. A guest's 30 are in user time already.
        CoreTimes after = look(
                "cpu  180 0 70 870 15 7 8 50 100 0\ncpu0 80 0 35 450 8 4 3 15 100 0\ncpu1 90 0 35 420 7 3 5 35 0 0\nintr 9");
        assertThat(after.stolenSince(before)).hasValue(0.10);
        assertThat(after.stolenSince(before, 0)).hasValue(0);
        assertThat(after.stolenSince(before, 1)).hasValue(20.0 / 95);
        assertThat(after.stolenSince(before, 7)).isEmpty();
        assertThat(before.stolenSince(before)).isEmpty();
    }

    @Test
    void aHostWithoutTheCountersHasNoFigure() {
        assertThat(CoreTimes.read(host(""))).isEmpty();
        assertThat(CoreTimes.read(host("cpu  1 2 3 4"))).isEmpty();
        assertThat(CoreTimes.read(host("cpu  1 2 3 4 5 6 7 x 0 0"))).isEmpty();
        assertThat(CoreTimes.read(host("intr 12 3"))).isEmpty();
    }

    @Test
    void thisHostCountsIfItHasProc() {
        Optional<CoreTimes> here = CoreTimes.read(HostView.local());
        assertThat(here.isPresent()).isEqualTo(ProcFs.present());
    }
}
