package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.train.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the documentation says is there, is there. */
final class DocumentationTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern COMMAND = Pattern.compile("\\./yoso4j ((?:[a-z]+ ?)+)");

  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Stream.concat(Files.list(ROOT), Files.list(ROOT.resolve("docs")))) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static Map<String, CommandLine> commands() {
    Map<String, CommandLine> all = new LinkedHashMap<>();
    collect("", Main.commands(new FakeWorkflows(), new Terminal(false, 100)), all);
    return all;
  }

  private static void collect(String verb, CommandLine command, Map<String, CommandLine> all) {
    all.put(verb, command);
    command
        .getSubcommands()
        .forEach((name, each) -> collect((verb + " " + name).strip(), each, all));
  }

  private static Set<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .map(OptionSpec::longestName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyCommandAndOptionIsDescribed() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/cli.md"));
    Set<String> described = found(OPTION, page, 0);
    commands()
        .forEach((verb, command) -> {
          if (!verb.isEmpty() && command.getSubcommands().isEmpty()) {
            assertThat(page).contains("`" + verb);
          }
          assertThat(described)
              .as("options of '%s' in docs/cli.md", verb)
              .containsAll(options(command));
        });
  }

  @Test
  void everyOptionDescribedIsThere() throws IOException {
    Set<String> known = new TreeSet<>();
    commands().values().forEach(command -> known.addAll(options(command)));
    String page = Files.readString(ROOT.resolve("docs/cli.md"));
    assertThat(known).containsAll(found(OPTION, page, 0));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandNamedIsThere(Path page) throws IOException {
    Map<String, CommandLine> commands = commands();
    for (String words : found(COMMAND, Files.readString(page), 1)) {
      String first = words.strip().split(" ")[0];
      assertThat(commands).as(words).containsKey(first);
      if (!commands.get(first).getSubcommands().isEmpty() && words.strip().contains(" ")) {
        assertThat(commands).containsKey(first + " " + words.strip().split(" ")[1]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Path page) throws IOException {
    for (String link : found(LINK, FENCED.matcher(Files.readString(page)).replaceAll(""), 1)) {
      if (link.matches("[a-z]+:.*")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
      assertThat(target).as("%s: %s", page, link).exists();
      if (parts.length == 2) {
        assertThat(anchors(target)).as("%s: %s", page, link).contains(parts[1]);
      }
    }
  }

  /** Headings as GitHub names them. */
  private static List<String> anchors(Path page) throws IOException {
    List<String> anchors = new ArrayList<>();
    for (String line : FENCED.matcher(Files.readString(page)).replaceAll("").lines().toList()) {
      if (line.matches("#+ .*")) {
        anchors.add(
            line.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-'));
      }
    }
    return anchors;
  }

  /** The pages on settings; others name fields and files that look alike. */
  @ParameterizedTest
  @ValueSource(
      strings = {"README.md", "docs/cli.md", "docs/configuration.md", "docs/guide-backbones.md"})
  void everyKeyNamedIsThere(String page) throws IOException {
    List<String> keys = new ArrayList<>();
    List<String> sections = new ArrayList<>();
    String section = "";
    for (String line : ConfigLoader.load("r50", null, List.of()).toYaml().lines().toList()) {
      Matcher key = Pattern.compile("( *)(\\w+):.*").matcher(line);
      if (key.matches() && key.group(1).isEmpty()) {
        section = key.group(2);
        sections.add(section);
      } else if (key.matches()) {
        keys.add(section + "." + key.group(2));
      }
    }
    assertThat(keys).contains("train.steps", "loss.num_points");
    Pattern key =
        Pattern.compile(
            "(?:`|--set )((?:%s)\\.(?!yaml)[a-z]\\w*)".formatted(String.join("|", sections)));
    Set<String> named = found(key, Files.readString(ROOT.resolve(page)), 1);
    assertThat(keys).containsAll(named);
  }

  private static Set<String> found(Pattern pattern, String text, int group) {
    return pattern
        .matcher(text)
        .results()
        .map(result -> result.group(group))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
