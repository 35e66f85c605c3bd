package io.infermark.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathAndQueryTest {
    @ParameterizedTest
    @CsvSource({
        "http://host, /",
        "http://host/, /",
        "http://host?a=b, /?a=b",
        "http://host/v1/%20x?, /v1/%20x?",
        "http://host/v1/a%2Fb?q=%3F&r#part, /v1/a%2Fb?q=%3F&r",
        "urn:opaque, /"
    })
    void isWhatStandsInTheAddressWithoutHostAndFragment(String address, String expected) {
        assertThat(PathAndQuery.of(URI.create(address))).isEqualTo(expected);
    }
}
