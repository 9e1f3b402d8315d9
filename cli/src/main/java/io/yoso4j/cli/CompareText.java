package io.yoso4j.cli;

import io.yoso4j.train.lab.Claim;
import io.yoso4j.train.lab.LabResult;
import io.yoso4j.train.lab.Spread;
import io.yoso4j.train.lab.VariantResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A comparison of losses in lines for the terminal. */
final class CompareText {
  private static final List<String> METRICS = List.of("AP", "AP50", "AP75", "APs", "APm", "APl");

  private CompareText() {}

  static List<String> lines(LabResult result) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("mean of seeds"));
    header.addAll(METRICS);
    header.addAll(List.of("+- AP", "ms/step", "loss"));
    rows.add(header);
    for (VariantResult variant : result.variants()) {
      List<String> row = new ArrayList<>(List.of(variant.name()));
      METRICS.forEach(metric -> row.add(number("%.3f", mean(variant.summary().get(metric)))));
      Spread ap = variant.summary().get("AP");
      row.add(number("%.3f", ap == null || ap.count() < 2 ? null : ap.deviation()));
      row.add(number("%.0f", mean(variant.summary().get("ms_per_step"))));
      Double share = mean(variant.summary().get("criterion_share"));
      row.add(number("%.0f%%", share == null ? null : 100 * share));
      rows.add(row);
    }
    List<String> lines = new ArrayList<>(Columns.aligned(rows));
    lines.add("");
    lines.addAll(result.verdict());
    lines.add("");
    for (Claim claim : result.claims()) {
      lines.add("%s: %s. %s".formatted(claim.statement(), outcome(claim.outcome()), claim.why()));
    }
    lines.add("");
    return lines;
  }

  private static String outcome(Claim.Outcome outcome) {
    return switch (outcome) {
      case SHOWN -> "shown";
      case NOT_SHOWN -> "not shown";
      case REFUTED -> "the opposite is shown";
    };
  }

  private static @Nullable Double mean(@Nullable Spread spread) {
    return spread == null ? null : spread.mean();
  }

  private static String number(String format, @Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }
}
