package io.infermark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A linear axis from zero to a round number above the largest value.
 *
 * @param max end of the axis
 * @param step between ticks
 */
record Scale(double max, double step) {
    private static final int MAX_TICKS = 6;

    static Scale to(double largest) {
        double top = largest > 0 ? largest : 1;
        double unit = Math.pow(10, Math.floor(Math.log10(top)));
        for (double factor : new double[] {0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5}) {
            double step = unit * factor;
            double steps = Math.ceil(top / step - 1e-9);
            if (steps <= MAX_TICKS) {
                return new Scale(step * steps, step);
            }
        }
        return new Scale(unit * 10, unit * 5);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= max * (1 + 1e-9); i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    String label(double tick) {
        int decimals = step >= 1 && step == Math.rint(step)
                ? 0
                : (int) Math.max(1, Math.ceil(-Math.log10(step)) + (isQuarter() ? 1 : 0));
        return String.format(Locale.ROOT, "%,." + decimals + "f", tick);
    }

    private boolean isQuarter() {
        double leading = step / Math.pow(10, Math.floor(Math.log10(step)));
        return Math.abs(leading - 2.5) < 1e-9;
    }

    /** Share of the axis, 0 to 1. */
    double at(double value) {
        return value / max;
    }
}
