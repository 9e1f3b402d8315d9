package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The links at the head of a page, to its sections that have an id. */
final class Contents {
  private static final Pattern SECTION =
      Pattern.compile("<section id=\"([^\"]+)\"[^>]*>\\s*<h2[^>]*>([^<]*)</h2>");
  private static final int FEWEST = 3;

  private Contents() {}

  /**
   * Rows with {@code id} and {@code heading}; none for a page of so few sections that all is seen.
   */
  static List<Map<String, ?>> of(Html content) {
    List<Map<String, ?>> links = new ArrayList<>();
    Matcher sections = SECTION.matcher(content.markup());
    while (sections.find()) {
      links.add(Map.of("id", sections.group(1), "heading", new Html(sections.group(2))));
    }
    return links.size() < FEWEST ? List.of() : links;
  }

  /** A heading as the id of its section. */
  static String id(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }
}
