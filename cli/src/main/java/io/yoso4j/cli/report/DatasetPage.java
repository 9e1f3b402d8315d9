package io.yoso4j.cli.report;

import io.yoso4j.cli.report.ReportTable.Cell;
import io.yoso4j.cli.report.ReportTable.Row;
import io.yoso4j.data.health.CocoSize;
import io.yoso4j.data.health.DatasetStatistics;
import io.yoso4j.data.health.DatasetStatistics.ClassRow;
import io.yoso4j.data.health.Spread;
import io.yoso4j.data.image.ImageSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The statistics of a data set as one HTML page that holds everything it shows. */
public final class DatasetPage {

  private static final Template PAGE = Template.load("dataset.html");
  private static final int COUNT_BARS = 40;
  private static final int SIZES_SHOWN = 8;

  private final DatasetStatistics statistics;

  private DatasetPage(DatasetStatistics statistics) {
    this.statistics = statistics;
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @throws io.yoso4j.data.DataException naming the file when it cannot be written
   */
  public static void write(DatasetStatistics statistics, String title, Path file) {
    HtmlPage.write(new DatasetPage(statistics).render(title), file);
  }

  private Html render(String title) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("tiles", tiles().render());
    values.put("charts", charts());
    values.put("map", new PlaceMap(statistics.places()).render());
    values.put("classes", classes().render());
    values.put("unused", unused());
    values.put("sizes", sizes().section());
    return HtmlPage.scripted("data set", title, lead(), PAGE.render(values));
  }

  private String lead() {
    List<String> parts =
        statistics.parts().stream()
            .map(part ->
                "%s: %s images, %s objects"
                    .formatted(part.name(), whole(part.images()), whole(part.objects())))
            .toList();
    return String.join("; ", parts) + ".";
  }

  private Tiles tiles() {
    Spread counts = Spread.of(statistics.objectsPerImage());
    Spread sides = Spread.of(statistics.sides());
    int objects = statistics.parts().stream().mapToInt(DatasetStatistics.Part::objects).sum();
    int crowds = statistics.parts().stream().mapToInt(DatasetStatistics.Part::crowds).sum();
    long empty = Arrays.stream(statistics.objectsPerImage()).filter(n -> n == 0).count();
    Tiles tiles = new Tiles();
    tiles.add("Images", whole(counts.count()), whole(empty) + " without objects");
    tiles.add("Objects", whole(objects), crowds == 0 ? "no crowds" : whole(crowds) + " crowds");
    tiles.add("Classes", whole(statistics.classes().size()), "");
    tiles.add(
        "Objects per image",
        Amount.fixed(counts.mean(), 1),
        "median %.0f, most %.0f".formatted(counts.median(), counts.max()));
    if (sides.count() > 0) {
      tiles.add(
          "Median size", Amount.fixed(sides.median(), 0) + " px", "square root of the mask's area");
      tiles.add(
          "Small, medium, large",
          Arrays.stream(CocoSize.values())
              .map(size -> Amount.fixed(100.0 * size.objects(statistics) / sides.count(), 0))
              .collect(Collectors.joining(" / ")),
          "percent; bounds are 32² and 96² pixels");
    }
    return tiles;
  }

  private List<Map<String, ?>> charts() {
    List<BarChart> charts = new ArrayList<>();
    charts.add(
        new BarChart(
            "Objects per image",
            "A model finds at most as many as it has queries.",
            "objects",
            Bins.ofCounts(statistics.objectsPerImage(), COUNT_BARS)));
    charts.add(
        new BarChart(
            "Sizes of objects",
            "Square root of the mask's area; each bar is a quarter of a doubling.",
            "pixels",
            Bins.ofRatios(statistics.sides(), 4)));
    charts.add(
        new BarChart(
            "Sizes of objects in their image",
            "The same as a share of the image's longer side.",
            "percent",
            Bins.ofRatios(
                Arrays.stream(statistics.relativeSides()).map(s -> 100 * s).toArray(), 4)));
    charts.add(
        new BarChart(
            "Shapes",
            "Width of an object divided by its height; 1 is as wide as high.",
            "width / height",
            Bins.ofRatios(statistics.aspects(), 4)));
    charts.add(
        new BarChart(
            "Covered share of images",
            "How much of an image belongs to any object.",
            "percent",
            Bins.ofShares(statistics.covered(), 25)));
    return charts.stream().<Map<String, ?>>map(chart -> Map.of("chart", chart.render())).toList();
  }

  private ReportTable classes() {
    List<ClassRow> rows = statistics.classes();
    int[] most = new int[statistics.parts().size()];
    for (ClassRow row : rows) {
      for (int i = 0; i < most.length; i++) {
        most[i] = Math.max(most[i], row.objects().get(i));
      }
    }
    List<Row> out = new ArrayList<>();
    rows.stream()
        .filter(row -> row.total() > 0)
        .sorted(Comparator.comparingInt(ClassRow::total).reversed())
        .forEach(row -> {
          List<Cell> cells = new ArrayList<>();
          for (int i = 0; i < most.length; i++) {
            int count = row.objects().get(i);
            cells.add(
                new Cell(
                    whole(count), Amount.percent(most[i] == 0 ? 0 : (double) count / most[i])));
          }
          cells.add(Cell.text(whole(row.images())));
          cells.add(Cell.text(row.medianSide() > 0 ? Amount.fixed(row.medianSide(), 0) : "–"));
          out.add(new Row(row.category().name(), cells));
        });
    List<String> columns = new ArrayList<>(List.of("Class"));
    statistics.parts().forEach(part -> columns.add(part.name()));
    columns.addAll(List.of("Images", "Size, px"));
    return new ReportTable("Classes", "", "sortable", columns, out);
  }

  /** The names of classes without objects; empty without such. */
  private String unused() {
    List<String> names =
        statistics.classes().stream()
            .filter(row -> row.total() == 0)
            .map(row -> row.category().name())
            .toList();
    return names.isEmpty()
        ? ""
        : "%d of %d classes have no objects: %s."
            .formatted(names.size(), statistics.classes().size(), String.join(", ", names));
  }

  private ReportTable sizes() {
    List<Map.Entry<ImageSize, Integer>> all =
        statistics.imageSizes().entrySet().stream()
            .sorted(Map.Entry.<ImageSize, Integer>comparingByValue().reversed())
            .toList();
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<ImageSize, Integer> entry : all.stream().limit(SIZES_SHOWN).toList()) {
      rows.add(
          new Row(
              entry.getKey().width() + " × " + entry.getKey().height(),
              List.of(Cell.text(whole(entry.getValue())))));
    }
    if (all.size() > SIZES_SHOWN) {
      int others = all.stream().skip(SIZES_SHOWN).mapToInt(Map.Entry::getValue).sum();
      rows.add(
          new Row(
              "%d other sizes".formatted(all.size() - SIZES_SHOWN),
              List.of(Cell.text(whole(others)))));
    }
    return new ReportTable("Image sizes", "", "", List.of("Width × height", "Images"), rows);
  }

  private static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
