package io.yoso4j.cli.report;

/**
 * Markup that is already safe to insert into a page; anything else a {@link Template} inserts is
 * escaped.
 *
 * @param markup well-formed HTML or SVG
 */
record Html(String markup) {

  /**
   * Escapes the five characters that HTML and XML give a meaning, in text and in quoted attributes.
   */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
