package io.yoso4j.train.adapt;

import java.util.ArrayList;
import java.util.List;

/** Choices as a YAML file for people: one section after the other, above each key its reason. */
public final class FittingYaml {
  private static final int WIDTH = 100;

  private FittingYaml() {}

  /**
   * @param head lines of the comment at the top
   * @param choices keys of the form {@code section.key}, keys of a section one after the other
   */
  public static String write(List<String> head, List<Choice> choices) {
    StringBuilder yaml = new StringBuilder();
    head.forEach(line -> yaml.append("# ").append(line).append('\n'));
    String open = "";
    for (Choice choice : choices) {
      int dot = choice.key().indexOf('.');
      String section = choice.key().substring(0, dot);
      if (!section.equals(open)) {
        yaml.append('\n').append(section).append(":\n");
        open = section;
      }
      wrapped(choice.reason()).forEach(line -> yaml.append("  # ").append(line).append('\n'));
      yaml.append("  ").append(choice.key().substring(dot + 1)).append(": ");
      yaml.append(quoted(choice.value())).append('\n');
    }
    return yaml.toString();
  }

  /** Plain where YAML cannot take it for anything else. */
  private static String quoted(String value) {
    return value.matches("[A-Za-z0-9_./:-]+(?<!:)") ? value : "'" + value.replace("'", "''") + "'";
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
