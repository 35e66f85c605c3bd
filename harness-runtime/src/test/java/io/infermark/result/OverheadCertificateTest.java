package io.infermark.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.result.OverheadCertificate.Cost;
import io.infermark.result.OverheadCertificate.MeanAndP99;
import io.infermark.result.OverheadCertificate.Spent;
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
        assertThat(certificate.foreignWaitShare()).isEqualTo(0.004);
        assertThat(certificate.stealShare()).isEqualTo(0.002);
    }

    @Test
    void costsAddUpOverTrialsAndCalibrations() {
        assertThat(OverheadCertificate.of(Samples.good(4, 4, 1)).cost())
                .isEqualTo(new Cost(
                        new Spent(1.5, 2.0), new Spent(1.25, 1.6), new Spent(2.25, 1.05), new Spent(8.0, 2.5)));
    }

    @Test
    void aFileOfBeforeCostsWereMeasuredHasNone() {
        assertThat(OverheadCertificate.of(Samples.neverStarted(8, 64)).cost().windows())
                .isEqualTo(new Spent(null, null));
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
                        "Load generator, against a simulator: first tokens read 0.05 ms late before and 0.04 after (mean, at most 4.01), p99 0.19 and 0.22 (at most 40.10); its loop 0.01 ms late while measuring (mean). Worst of 4 points. Its CPU time: 8.75 s in measured windows, apart from 3.90 s of calibration and 5.60 s of self-warm-up.");
    }
}
