package io.yoso4j.cli;

import io.yoso4j.data.dataset.Category;
import io.yoso4j.eval.CategoryResult;
import io.yoso4j.eval.CocoComparison;
import io.yoso4j.eval.CocoEvaluation;
import io.yoso4j.eval.Difference;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Evaluations of files for people. */
final class InstanceText {
  private InstanceText() {}

  /** The twelve lines, then a table of classes. */
  static String of(CocoEvaluation evaluation, List<Category> categories) {
    int width = width(categories);
    StringBuilder text = new StringBuilder(evaluation.summary());
    text.append('\n').append(Columns.left("class", width));
    for (String heading : List.of("objects", "AP", "AP50", "AP75", "APs", "APm", "APl", "AR")) {
      text.append(cell(heading, heading.equals("objects") ? 9 : 7));
    }
    text.append('\n');
    for (CategoryResult result : evaluation.categories()) {
      text.append(Columns.left(categories.get(result.category()).name(), width))
          .append(cell(Integer.toString(result.instances()), 9));
      for (double value :
          new double[] {
            result.ap(),
            result.ap50(),
            result.ap75(),
            result.apSmall(),
            result.apMedium(),
            result.apLarge(),
            result.ar()
          }) {
        text.append(cell(number(value), 7));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** A table of the twelve numbers, then one of the classes' AP. */
  static String of(CocoComparison comparison, FileEvalRequest request, List<Category> categories) {
    int width = width(categories);
    StringBuilder text = new StringBuilder();
    text.append("A  ").append(request.results().get(0)).append('\n');
    text.append("B  ").append(request.results().get(1)).append("\n\n");
    heading(text, "", width, "95% interval");
    for (Map.Entry<String, Difference> stat : comparison.stats().entrySet()) {
      line(text, stat.getKey(), width, stat.getValue());
    }
    text.append('\n');
    heading(text, "AP of class", width, "95% interval");
    for (int k = 0; k < categories.size(); k++) {
      line(text, categories.get(k).name(), width, comparison.categories().get(k));
    }
    text.append(
        "\nIntervals: paired bootstrap over images, %d resamples, seed %d. * leaves out 0.\n"
            .formatted(comparison.resamples(), request.seed()));
    return text.toString();
  }

  private static void heading(StringBuilder text, String first, int width, String last) {
    text.append(Columns.left(first, width))
        .append(cell("A", 7))
        .append(cell("B", 7))
        .append(cell("B - A", 9))
        .append("   ")
        .append(last)
        .append('\n');
  }

  private static void line(StringBuilder text, String name, int width, Difference difference) {
    text.append(Columns.left(name, width))
        .append(cell(number(difference.first()), 7))
        .append(cell(number(difference.second()), 7));
    if (Double.isNaN(difference.difference())) {
      text.append(cell("-", 9)).append('\n');
      return;
    }
    text.append(cell(signed(difference.difference()), 9));
    if (!Double.isNaN(difference.low())) {
      text.append("   [")
          .append(signed(difference.low()))
          .append(", ")
          .append(signed(difference.high()))
          .append(']')
          .append(difference.isClear() ? " *" : "");
    }
    text.append('\n');
  }

  private static int width(List<Category> categories) {
    return Math.clamp(categories.stream().mapToInt(c -> c.name().length()).max().orElse(0), 11, 40);
  }

  /** A value that is not defined, where there is nothing to find, is a dash. */
  private static String number(double value) {
    return value < 0 ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.3f", value);
  }

  /** A cell of a table: a space at least, then the text up to the right edge. */
  private static String cell(String text, int width) {
    return " " + Columns.right(text, width - 1);
  }
}
