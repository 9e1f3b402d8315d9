package io.yoso4j.cli.report;

import io.yoso4j.cli.report.ReportTable.Cell;
import io.yoso4j.cli.report.ReportTable.Row;
import io.yoso4j.data.health.Advice;
import io.yoso4j.data.health.Finding;
import io.yoso4j.data.health.HealthReport;
import io.yoso4j.data.health.ObjectFit;
import io.yoso4j.data.health.Occurrence;
import io.yoso4j.data.health.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Writes the page of an examination of a data set. */
public final class DoctorPage {
  private static final Template PAGE = Template.load("doctor.html");

  private final HealthReport report;

  private DoctorPage(HealthReport report) {
    this.report = report;
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @param title the data set's name
   * @param command that trains with the recommended settings
   * @throws io.yoso4j.data.DataException naming the file when it cannot be written
   */
  public static void write(HealthReport report, String title, String command, Path file) {
    HtmlPage.write(new DoctorPage(report).render(title, command), file);
  }

  private Html render(String title, String command) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("tiles", tiles().render());
    values.put(
        "severities",
        Stream.of(Severity.ERROR, Severity.WARNING, Severity.NOTE)
            .filter(severity -> !of(severity).isEmpty())
            .map(this::severity)
            .toList());
    values.put("settings", settings(command));
    values.put("classes", classes());
    values.put("facts", facts().render());
    return HtmlPage.scripted("data doctor", title, lead(), PAGE.render(values));
  }

  private String lead() {
    return switch (report.worst()) {
      case ERROR ->
          "This data set cannot be used as it is: reading stops, or objects are lost. data doctor --fix writes a cleaned copy.";
      case WARNING ->
          "Training on this data set works, but on something else than may be meant, as the warnings say.";
      case NOTE ->
          report.findings().isEmpty()
              ? "Nothing is wrong with this data set."
              : "Nothing is wrong with this data set; some things are worth knowing.";
    };
  }

  private List<Finding> of(Severity severity) {
    return report.findings().stream()
        .filter(finding -> finding.problem().severity() == severity)
        .toList();
  }

  private Tiles tiles() {
    Tiles tiles = new Tiles();
    for (Severity severity : List.of(Severity.ERROR, Severity.WARNING, Severity.NOTE)) {
      List<Finding> found = of(severity);
      long cases = found.stream().mapToLong(Finding::count).sum();
      String hint = found.size() == 1 ? "of one kind" : "of %d kinds".formatted(found.size());
      String label = heading(severity);
      if (severity == report.worst() && cases > 0) {
        tiles.addMain(label, whole(cases), hint);
      } else {
        tiles.add(label, whole(cases), cases == 0 ? "" : hint);
      }
    }
    ObjectFit fit = report.fit();
    tiles.add("Images", whole(fit.images()), parts());
    tiles.add(
        "Objects",
        whole(fit.objects()),
        "%s an image, most %d".formatted(Amount.fixed(fit.meanPerImage(), 1), fit.maxPerImage()));
    return tiles;
  }

  private String parts() {
    return String.join(", ", report.parts().stream().map(HealthReport.Part::name).toList());
  }

  private static String heading(Severity severity) {
    return switch (severity) {
      case ERROR -> "Errors";
      case WARNING -> "Warnings";
      case NOTE -> "Notes";
    };
  }

  private Map<String, ?> severity(Severity severity) {
    return Map.of(
        "id", Contents.id(heading(severity)),
        "heading", heading(severity),
        "meaning",
            switch (severity) {
              case ERROR -> "Strict reading stops here, or objects are lost.";
              case WARNING -> "Training works, but learns or measures something else than meant.";
              case NOTE -> "Worth knowing; nothing is wrong.";
            },
        "findings", of(severity).stream().map(DoctorPage::finding).toList());
  }

  private static Map<String, ?> finding(Finding finding) {
    Severity severity = finding.problem().severity();
    long more = finding.count() - finding.examples().size();
    String title = finding.problem().title();
    return Map.of(
        "title",
        title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1),
        "code",
        finding.problem().code(),
        "look",
        switch (severity) {
          case ERROR -> "bad";
          case WARNING -> "open";
          case NOTE -> "";
        },
        "sign",
        switch (severity) {
          case ERROR -> "✗";
          case WARNING -> "!";
          case NOTE -> "·";
        },
        "count",
        whole(finding.count()),
        "share",
        finding.of() > 0
            ? "%s of %s".formatted(percent(finding.count(), finding.of()), whole(finding.of()))
            : "",
        "examples",
        finding.examples().stream()
            .map(each -> Map.of("place", place(each), "detail", each.detail()))
            .toList(),
        "more",
        more > 0 && !finding.examples().isEmpty() ? whole(more) : "");
  }

  private static String place(Occurrence example) {
    String annotation = example.annotationId() < 0 ? "" : "annotation " + example.annotationId();
    return Stream.of(example.part(), example.file(), annotation)
        .filter(word -> !word.isEmpty())
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }

  private Html settings(String command) {
    if (report.advice().isEmpty()) {
      return new Html("");
    }
    List<Row> rows =
        report.advice().stream()
            .map((Advice each) ->
                new Row(each.key(), List.of(Cell.count(each.value()), Cell.text(each.reason()))))
            .toList();
    Html table = new ReportTable("", "", "", List.of("Setting", "Value", "Reason"), rows).render();
    Html line =
        Template.of("command", "<pre class=\"command\">{{command}}</pre>")
            .render(Map.of("command", command));
    return ReportTable.section(
        "Settings that fit",
        "Held against %d queries and training images of %d pixels."
            .formatted(report.options().numQueries(), report.options().imageSize()),
        table,
        line);
  }

  private Html classes() {
    Map<String, List<Integer>> counts = new LinkedHashMap<>();
    for (int i = 0; i < report.parts().size(); i++) {
      int part = i;
      report
          .parts()
          .get(i)
          .categories()
          .forEach(each -> {
            List<Integer> row =
                counts.computeIfAbsent(each.category().name(), _ -> new ArrayList<>());
            while (row.size() < part) {
              row.add(0);
            }
            row.add(each.objects());
          });
    }
    if (counts.isEmpty()) {
      return new Html("");
    }
    double[] most = new double[report.parts().size()];
    counts
        .values()
        .forEach(row -> {
          for (int i = 0; i < Math.min(most.length, row.size()); i++) {
            most[i] = Math.max(most[i], row.get(i));
          }
        });
    List<Row> rows = new ArrayList<>();
    counts.forEach((name, row) -> {
      List<Cell> cells = new ArrayList<>();
      for (int i = 0; i < most.length; i++) {
        int count = i < row.size() ? row.get(i) : 0;
        cells.add(new Cell(whole(count), Amount.percent(most[i] == 0 ? 0 : count / most[i])));
      }
      rows.add(new Row(name, cells));
    });
    List<String> columns = new ArrayList<>(List.of("Class"));
    report.parts().forEach(part -> columns.add(part.name()));
    return new ReportTable(
            "Classes", "Objects, crowds included, by part.", "sortable", columns, rows)
        .section();
  }

  private Facts facts() {
    Facts facts = new Facts();
    for (HealthReport.Part part : report.parts()) {
      Map<String, String> rows = new LinkedHashMap<>();
      rows.put("annotations", part.annotations().toString());
      rows.put("images in", part.imageFolder().toString());
      rows.put("usable images", whole(part.images()));
      rows.put("usable objects", whole(part.objects()));
      rows.put("of them crowds", whole(part.crowds()));
      facts.add(part.name(), rows);
    }
    ObjectFit fit = report.fit();
    if (fit.objects() > 0) {
      Map<String, String> rows = new LinkedHashMap<>();
      rows.put("median", Integer.toString(fit.medianPerImage()));
      rows.put("99% of images up to", Integer.toString(fit.p99PerImage()));
      rows.put("images with more than queries", percent(fit.imagesOverQueries(), fit.images()));
      facts.add("Objects in an image", rows);
      Map<String, String> sizes = new LinkedHashMap<>();
      sizes.put("below a cell of stride 4", percent(fit.belowCell(), fit.objects()));
      sizes.put("below a cell of stride 8", percent(fit.belowCoarseCell(), fit.objects()));
      facts.add("Objects at %d pixels".formatted(report.options().imageSize()), sizes);
    }
    if (!report.options().decode()) {
      facts.add("Not looked at", Map.of("pixels", "headers of images only, as asked for"));
    }
    return facts;
  }

  private static String percent(long count, long of) {
    double share = of == 0 ? 0 : 100.0 * count / of;
    return Amount.fixed(share, share > 0 && share < 0.1 ? 3 : 1) + "%";
  }

  private static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
