package io.yoso4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContentsTest {
  private static final String SECTIONS =
      "<section id=\"a\"><h2>A &amp; a</h2></section><section><h2>No link</h2></section>"
          + "<section id=\"b\">\n  <h2>B</h2></section>";

  @TempDir private Path folder;

  private String page(String content) throws IOException {
    Path file = folder.resolve("page.html");
    HtmlPage.write(HtmlPage.of("kind", "title", "lead", new Html(content)), file);
    return Files.readString(file);
  }

  @Test
  void linksToSectionsThatHaveAnId() throws IOException {
    assertThat(page(SECTIONS + "<section id=\"c\"><h2>C</h2></section>"))
        .contains("<a href=\"#a\">A &amp; a</a>", "<a href=\"#b\">B</a>", "<a href=\"#c\">C</a>")
        .doesNotContain(">No link</a>");
  }

  @Test
  void aShortPageNeedsNone() throws IOException {
    assertThat(page(SECTIONS)).doesNotContain("<nav");
  }
}
