package io.yoso4j.cli;

import io.yoso4j.train.config.UpstreamConfig.Entry;
import io.yoso4j.train.config.UpstreamConfig.Imported;
import io.yoso4j.train.config.UpstreamConfig.Use;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What became of the keys of an original configuration, as lines. */
final class UpstreamText {
  private static final int VALUE = 28;

  private UpstreamText() {}

  static List<String> table(Imported imported) {
    List<String> lines = new ArrayList<>();
    section(lines, "Taken:", imported.of(Use.TAKEN));
    section(lines, "Done differently here, so that results differ:", imported.of(Use.REPLACED));
    section(lines, "Without effect on training:", imported.of(Use.IGNORED));
    return lines;
  }

  /** For a training: what is done differently, and how many keys counted. */
  static List<String> notes(Path file, Imported imported) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: a configuration of the original; %d keys taken, %d without effect ('config import' lists them)."
            .formatted(
                file,
                imported.of(Use.TAKEN).stream().filter(Entry::written).count(),
                imported.of(Use.IGNORED).size()));
    imported
        .of(Use.REPLACED)
        .forEach(entry -> lines.add("warning: %s: %s".formatted(named(entry), entry.meaning())));
    return lines;
  }

  private static String named(Entry entry) {
    return entry.key() + " " + cut(entry.value());
  }

  private static void section(List<String> lines, String head, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    lines.add(head);
    int width = entries.stream().mapToInt(entry -> entry.key().length()).max().orElse(0);
    for (Entry entry : entries) {
      String value = cut(entry.value()) + (entry.written() ? "" : " (default)");
      lines.add(
          "  %-"
              .concat(width + "s  %-" + (VALUE + 10) + "s  %s")
              .formatted(entry.key(), value, entry.meaning())
              .stripTrailing());
    }
    lines.add("");
  }

  private static String cut(String value) {
    return value.length() <= VALUE ? value : value.substring(0, VALUE - 1) + "…";
  }
}
