package io.yoso4j.cli;

import io.yoso4j.data.health.CocoSize;
import io.yoso4j.data.health.DatasetStatistics;
import io.yoso4j.data.health.DatasetStatistics.ClassRow;
import io.yoso4j.data.health.DatasetStatistics.Part;
import io.yoso4j.data.health.Spread;
import io.yoso4j.data.image.ImageSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code yoso4j data stats} says to people. */
final class StatsText {

  private static final int CLASSES = 30;
  private static final int SIZES = 4;

  private StatsText() {}

  static List<String> lines(DatasetStatistics statistics) {
    List<String> lines = new ArrayList<>();
    statistics.parts().forEach(part -> lines.add(part(part)));
    lines.add("Image sizes: " + imageSizes(statistics));
    if (statistics.sides().length > 0) {
      lines.add("Object sizes: " + objectSizes(statistics));
      lines.add("");
      lines.addAll(Columns.aligned(spreads(statistics)));
    }
    lines.add("");
    lines.addAll(Columns.aligned(classes(statistics)));
    int all = statistics.classes().size();
    int used = (int) statistics.classes().stream().filter(row -> row.total() > 0).count();
    if (used > CLASSES) {
      lines.add("… and %d rarer classes; --json lists all".formatted(used - CLASSES));
    }
    if (used < all) {
      lines.add("%d of %d classes without objects".formatted(all - used, all));
    }
    return lines;
  }

  private static String part(Part part) {
    long empty = part.objectsPerImage().stream().filter(n -> n == 0).count();
    return "%-5s  %d images%s, %d objects%s"
        .formatted(
            part.name(),
            part.images(),
            empty == 0 ? "" : " (%d without objects)".formatted(empty),
            part.objects(),
            part.crowds() == 0 ? "" : " (%d crowds)".formatted(part.crowds()));
  }

  private static String imageSizes(DatasetStatistics statistics) {
    Map<ImageSize, Integer> sizes = statistics.imageSizes();
    String most =
        sizes.entrySet().stream()
            .sorted(Map.Entry.<ImageSize, Integer>comparingByValue().reversed())
            .limit(SIZES)
            .map(entry ->
                "%dx%d (%d)"
                    .formatted(entry.getKey().width(), entry.getKey().height(), entry.getValue()))
            .collect(Collectors.joining(", "));
    return sizes.size() <= SIZES ? most : "%s, and %d others".formatted(most, sizes.size() - SIZES);
  }

  private static String objectSizes(DatasetStatistics statistics) {
    double objects = statistics.sides().length;
    return Arrays.stream(CocoSize.values())
        .map(size ->
            String.format(
                Locale.ROOT, "%s %.1f%%", size.word(), 100 * size.objects(statistics) / objects))
        .collect(Collectors.joining(", "));
  }

  private static List<List<String>> spreads(DatasetStatistics statistics) {
    return List.of(
        List.of("", "mean", "least", "5%", "25%", "median", "75%", "95%", "most"),
        spread("objects per image", statistics.objectsPerImage(), 1),
        spread("object size, pixels", statistics.sides(), 1),
        spread("object size, % of longer side", statistics.relativeSides(), 100),
        spread("width / height", statistics.aspects(), 1),
        spread("covered, % of image", statistics.covered(), 100));
  }

  private static List<String> spread(String name, double[] ascending, double unit) {
    Spread spread = Spread.of(ascending);
    List<Double> values =
        List.of(
            unit * spread.min(),
            unit * spread.p5(),
            unit * spread.p25(),
            unit * spread.median(),
            unit * spread.p75(),
            unit * spread.p95(),
            unit * spread.max());
    boolean whole = values.stream().allMatch(value -> Math.rint(value) == value);
    List<String> row = new ArrayList<>(List.of(name, number(unit * spread.mean())));
    values.forEach(value -> row.add(whole ? Long.toString(value.longValue()) : number(value)));
    return row;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 1 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  private static List<List<String>> classes(DatasetStatistics statistics) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("class"));
    statistics.parts().forEach(part -> head.add(part.name()));
    head.addAll(List.of("images", "median size"));
    rows.add(head);
    statistics.classes().stream()
        .filter(row -> row.total() > 0)
        .sorted(Comparator.comparingInt(ClassRow::total).reversed())
        .limit(CLASSES)
        .forEach(row -> {
          List<String> cells = new ArrayList<>(List.of(row.category().name()));
          row.objects().forEach(count -> cells.add(Integer.toString(count)));
          cells.add(Integer.toString(row.images()));
          cells.add(row.medianSide() > 0 ? number(row.medianSide()) : "-");
          rows.add(cells);
        });
    return rows;
  }
}
