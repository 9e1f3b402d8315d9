package io.yoso4j.cli.report;

import io.yoso4j.data.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What all pages share: the frame and the style, within the file. */
final class HtmlPage {
  private static final Template FRAME = Template.load("frame.html");
  private static final List<String> STYLES =
      List.of("tokens.css", "style.css", "tables.css", "entries.css", "charts.css", "print.css");

  private HtmlPage() {}

  /**
   * A page that holds everything it shows.
   *
   * @param kind what the page is, such as {@code evaluation}
   * @param lead a sentence or two below the title
   * @param content the sections
   */
  static Html of(String kind, String title, String lead, Html content) {
    return render(kind, title, lead, content, "", List.of());
  }

  /** The same with a script that reads out charts and sorts tables. */
  static Html scripted(String kind, String title, String lead, Html content) {
    return render(kind, title, lead, content, reader(), List.of());
  }

  /**
   * The same for a server that also answers {@code state}.
   *
   * @param state of what the page shows; the page asks for it and draws itself anew when it changes
   */
  static Html live(String kind, String title, String lead, Html content, String state) {
    Html script = new Html(Template.Resources.text("live.js"));
    return render(
        kind,
        title,
        lead,
        content,
        reader(),
        List.of(Map.of("state", state, "liveScript", script)));
  }

  private static Html style() {
    return new Html(STYLES.stream().map(Template.Resources::text).collect(Collectors.joining()));
  }

  private static Html reader() {
    return new Html(Template.Resources.text("report.js"));
  }

  private static Html render(
      String kind,
      String title,
      String lead,
      Html content,
      Object script,
      List<Map<String, ?>> live) {
    return FRAME.render(
        Map.of(
            "live", live,
            "kind", kind,
            "title", title,
            "lead", lead,
            "style", style(),
            "contents", Contents.of(content),
            "script", script,
            "content", content));
  }

  /**
   * Writes a page, whole or not at all.
   *
   * @throws io.yoso4j.data.DataException naming the file when it cannot be written
   */
  static void write(Html page, Path file) {
    AtomicFile.write(file, out -> out.write(page.markup().getBytes(StandardCharsets.UTF_8)));
  }
}
