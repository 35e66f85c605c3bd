package io.infermark.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against draws of NumPy 2.4.6 that no vector has. */
class NumpyRandomTest {
    private static final double[] BURSTY = {
        0.3040018897607044,
        0.37827172006781556,
        0.1794833890028876,
        0.19148256746066028,
        0.8796085396811957,
        0.3284927071217883
    };
    private static final double[] EVEN = {
        1.187740140649016,
        0.562133928336942,
        1.2484244649797325,
        0.20460494440907295,
        0.4036512674566102,
        0.5657980231974105
    };

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gammaBelowAndAboveShapeOne(boolean bursty) {
        NumpyRandom random = new NumpyRandom(0);
        for (double wanted : bursty ? BURSTY : EVEN) {
            double drawn = bursty ? random.nextGamma(0.5, 1.0) : random.nextGamma(2.5, 0.2);
            assertThat(drawn).isEqualTo(wanted, within(wanted * 1e-12));
        }
    }

    @Test
    void aSecondGeneratorIsSeededByTheFirstOnesState() {
        NumpyRandom random = new NumpyRandom(0);
        for (int i = 0; i < 10; i++) {
            random.nextInt(0, 1000);
        }
        int[] words = random.stateWords(4);
        assertThat(words).containsExactly((int) 2443250962L, 1093594115, 1878467924, (int) 2709361018L);
        NumpyRandom second = new NumpyRandom(words);
        for (int wanted : new int[] {167, 81, 187, 733, 714, 448, 517, 521}) {
            assertThat(second.nextInt(0, 1000)).isEqualTo(wanted);
        }
    }

    @Test
    void aRangeOfOneDrawsNothingAndAnEmptyOneIsRefused() {
        NumpyRandom random = new NumpyRandom(7);
        assertThat(random.nextInt(5, 6)).isEqualTo(5);
        assertThat(random.nextBits()).isEqualTo(new NumpyRandom(7).nextBits());
        assertThatThrownBy(() -> random.nextInt(5, 5)).hasMessageStartingWith("[RandomRange]");
    }
}
