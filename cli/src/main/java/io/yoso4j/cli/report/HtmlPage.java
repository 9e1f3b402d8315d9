package io.yoso4j.cli.report;

import io.yoso4j.data.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** What all pages share: the frame and the style, within the file. */
final class HtmlPage {
  private static final Template FRAME = Template.load("frame.html");

  private HtmlPage() {}

  /**
   * A page that holds everything it shows.
   *
   * @param kind what the page is, such as {@code evaluation}
   * @param lead a sentence or two below the title
   * @param content the sections
   */
  static Html of(String kind, String title, String lead, Html content) {
    return render(kind, title, lead, content, "");
  }

  /** The same with a script that reads out charts and sorts tables. */
  static Html scripted(String kind, String title, String lead, Html content) {
    return render(kind, title, lead, content, new Html(Template.Resources.text("report.js")));
  }

  private static Html render(String kind, String title, String lead, Html content, Object script) {
    return FRAME.render(
        Map.of(
            "kind", kind,
            "title", title,
            "lead", lead,
            "style", new Html(Template.Resources.text("style.css")),
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
