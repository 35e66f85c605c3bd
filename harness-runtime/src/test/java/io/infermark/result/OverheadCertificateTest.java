package io.infermark.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.result.OverheadCertificate.MeanAndP99;
import io.infermark.result.OverheadCertificate.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OverheadCertificateTest {
    @Test
    void theWorstTrialStandsForThePoint() {
        OverheadCertificate certificate = OverheadCertificate.of(Samples.good(4, 4, 1));
        assertThat(certificate.verdict()).isEqualTo(Verdict.FIT);
        assertThat(certificate.before()).isEqualTo(new MeanAndP99(0.048, 0.190));
        assertThat(certificate.after()).isEqualTo(new MeanAndP99(0.041, 0.215));
        assertThat(certificate.bound()).isEqualTo(new MeanAndP99(4.01, 40.1));
        assertThat(certificate.lag()).isEqualTo(new MeanAndP99(0.012, 0.042));
        assertThat(certificate.lagMax()).isEqualTo(0.8125);
        assertThat(certificate.runQueueShare()).isEqualTo(0.021);
    }

    @Test
    void aPointThatNeverCameToATrialIsNotCalibrated() {
        PointResult never = Samples.neverStarted(8, 64);
        assertThat(OverheadCertificate.of(never).verdict()).isEqualTo(Verdict.NOT_CALIBRATED);
        assertThat(OverheadCertificate.sentence(List.of(never))).isEmpty();
    }

    @Test
    void aTableHasOneSentenceForItsPoints() {
        assertThat(OverheadCertificate.sentence(Samples.mixed()))
                .isEqualTo(
                        "Load generator, against a simulator: first tokens read 0.05 ms late before and 0.04 after (mean, at most 4.01), p99 0.19 and 0.22 (at most 40.10); its loop 0.01 ms late while measuring (mean). Worst of 4 points.");
    }
}
