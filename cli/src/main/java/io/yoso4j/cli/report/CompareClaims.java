package io.yoso4j.cli.report;

import io.yoso4j.cli.report.ReportTable.Cell;
import io.yoso4j.cli.report.ReportTable.Row;
import io.yoso4j.train.lab.Claim;
import io.yoso4j.train.lab.ClaimNumber;
import io.yoso4j.train.lab.LabResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said of losses, with the numbers measured. */
final class CompareClaims {
  private final List<Claim> claims;

  CompareClaims(LabResult result) {
    claims = result.claims();
  }

  List<Map<String, ?>> rows() {
    return claims.stream()
        .<Map<String, ?>>map(claim ->
            Map.of(
                "statement",
                claim.statement(),
                "why",
                claim.why(),
                "look",
                switch (claim.outcome()) {
                  case SHOWN -> "good";
                  case NOT_SHOWN -> "open";
                  case REFUTED -> "bad";
                },
                "sign",
                switch (claim.outcome()) {
                  case SHOWN -> "✓";
                  case NOT_SHOWN -> "○";
                  case REFUTED -> "✗";
                },
                "outcome",
                switch (claim.outcome()) {
                  case SHOWN -> "shown here";
                  case NOT_SHOWN -> "not shown here";
                  case REFUTED -> "the opposite is shown here";
                },
                "numbers",
                numbers(claim)))
        .toList();
  }

  private static Html numbers(Claim claim) {
    if (claim.numbers().isEmpty()) {
      return new Html("");
    }
    List<Row> rows =
        claim.numbers().stream()
            .map(number ->
                new Row(
                    number.label(),
                    List.of(
                        Cell.text(amount(number.first(), number.unit())),
                        Cell.text(amount(number.second(), number.unit())),
                        Cell.text(interval(number)))))
            .toList();
    List<String> columns =
        List.of("Measured", claim.first(), claim.second(), "Difference, 95% interval");
    return new ReportTable("", "", "narrow", columns, rows).render();
  }

  private static String interval(ClaimNumber number) {
    Double low = number.low();
    Double high = number.high();
    if (low == null || high == null) {
      return "–";
    }
    boolean share = number.unit().equals("share");
    int decimals = decimals(number.unit());
    return "%s to %s%s"
        .formatted(
            Amount.signed(share ? 100 * low : low, decimals),
            Amount.signed(share ? 100 * high : high, decimals),
            share ? " points" : "");
  }

  private static String amount(@Nullable Double value, String unit) {
    if (value == null) {
      return "–";
    }
    return switch (unit) {
      case "share" -> Amount.fixed(100 * value, decimals(unit)) + "%";
      case "AP" -> Amount.fixed(value, decimals(unit));
      default -> Amount.fixed(value, decimals(unit)) + " " + unit;
    };
  }

  private static int decimals(String unit) {
    return switch (unit) {
      case "steps" -> 0;
      case "AP", "nats" -> 3;
      default -> 1;
    };
  }
}
