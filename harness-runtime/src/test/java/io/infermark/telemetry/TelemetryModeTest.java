package io.infermark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryModeTest {
    @Test
    void wordsAreModes() {
        assertThat(TelemetryMode.parse("auto")).isEqualTo(TelemetryMode.AUTO);
        assertThat(TelemetryMode.parse("off").on()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:9400, http://h:9400/metrics",
        "http://h:9400/, http://h:9400/metrics",
        "https://h/dcgm, https://h/dcgm"
    })
    void anAddressIsAnExporter(String text, String page) {
        assertThat(TelemetryMode.parse(text).dcgm()).contains(URI.create(page));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "on", "AUTO", "h:9400", "ftp://h", "http://", "http://h:9400/%zz"})
    void somethingElseIsRefused(String text) {
        assertThatThrownBy(() -> TelemetryMode.parse(text)).hasMessageStartingWith("[TelemetryUnknown] ");
    }
}
