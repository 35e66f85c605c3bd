package io.infermark.summary;

import io.infermark.compat.PythonText;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Python's {@code format(number, ".2f")}: the exact value of the double, rounded half to even. */
final class Decimals {
    private Decimals() {}

    static String fixed(double number, int decimals, boolean sign) {
        boolean negative = number < 0 || (number == 0 && 1 / number < 0);
        String prefix = negative ? "-" : sign ? "+" : "";
        if (!Double.isFinite(number)) {
            return Double.isNaN(number) ? (sign ? "+nan" : "nan") : prefix + PythonText.real(Math.abs(number));
        }
        return prefix
                + new BigDecimal(Math.abs(number))
                        .setScale(decimals, RoundingMode.HALF_EVEN)
                        .toPlainString();
    }
}
