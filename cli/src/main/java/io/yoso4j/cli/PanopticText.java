package io.yoso4j.cli;

import io.yoso4j.eval.PanopticClassResult;
import io.yoso4j.eval.PanopticEvaluation;
import io.yoso4j.eval.PanopticQuality;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A panoptic evaluation for people: panopticapi's table, then one line for each class that has
 * segments.
 */
final class PanopticText {
  private static final int CELL = 6;
  private static final int NAME = 9;

  private PanopticText() {}

  static List<String> lines(PanopticEvaluation evaluation) {
    List<String> lines = new ArrayList<>();
    lines.add("          |    PQ     SQ     RQ     N");
    lines.add("-".repeat(38));
    lines.add(mean("All", evaluation.all()));
    lines.add(mean("Things", evaluation.things()));
    lines.add(mean("Stuff", evaluation.stuff()));
    List<PanopticClassResult> present =
        evaluation.classes().stream().filter(PanopticClassResult::isPresent).toList();
    int width =
        present.stream().mapToInt(each -> each.category().name().length()).reduce(NAME, Math::max);
    lines.add("");
    lines.add(Columns.left("Class", width) + " |    PQ     SQ     RQ  matched  wrong missed");
    lines.add("-".repeat(width + 45));
    for (PanopticClassResult each : present) {
      lines.add(row(each, width));
    }
    int absent = evaluation.classes().size() - present.size();
    if (absent > 0) {
      lines.add("Classes without any segment: " + absent);
    }
    return lines;
  }

  private static String mean(String name, PanopticQuality quality) {
    boolean known = quality.classes() > 0;
    return Columns.left(name, NAME)
        + " |"
        + percent(known, quality.pq())
        + " "
        + percent(known, quality.sq())
        + " "
        + percent(known, quality.rq())
        + " "
        + Columns.right(Integer.toString(quality.classes()), CELL - 1);
  }

  private static String row(PanopticClassResult each, int width) {
    return Columns.left(each.category().name(), width)
        + " |"
        + percent(true, each.pq())
        + " "
        + percent(true, each.sq())
        + " "
        + percent(true, each.rq())
        + " "
        + Columns.right(Long.toString(each.truePositives()), CELL + 2)
        + " "
        + Columns.right(Long.toString(each.falsePositives()), CELL)
        + " "
        + Columns.right(Long.toString(each.missed()), CELL);
  }

  /** Rounds the binary value itself, as Python does. */
  private static String percent(boolean known, double value) {
    return Columns.right(
        known
            ? new BigDecimal(100 * value).setScale(1, RoundingMode.HALF_EVEN).toPlainString()
            : "-",
        CELL);
  }
}
