package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Java in the guides is Java that the build compiles, and runs. */
final class SnippetsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final List<String> SOURCES =
      List.of("examples/src/main/java", "djl/src/test/java/io/yoso4j/djl/example");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java$(.*?)^```$");

  /** A line that stands for code left out. */
  private static final Pattern GAP = Pattern.compile("(?m)^ *// …$");

  @ParameterizedTest
  @ValueSource(strings = {"docs/guide-loss.md", "docs/guide-migrate.md"})
  void everySnippetIsCompiled(String page) throws IOException {
    List<String> sources = new ArrayList<>();
    for (String folder : SOURCES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          sources.add(withoutSpaces(Files.readString(file)));
        }
      }
    }
    List<String> pieces =
        BLOCK
            .matcher(Files.readString(ROOT.resolve(page)))
            .results()
            .map((MatchResult block) -> block.group(1))
            .flatMap(GAP::splitAsStream)
            .toList();
    assertThat(pieces).isNotEmpty();
    for (String piece : pieces) {
      assertThat(sources)
          .as("sources with the snippet of %s:%n%s", page, piece)
          .anyMatch(source -> source.contains(withoutSpaces(piece)));
    }
  }

  private static String withoutSpaces(String code) {
    return code.replaceAll("\\s+", "");
  }
}
