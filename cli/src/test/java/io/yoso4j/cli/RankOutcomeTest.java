package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankOutcomeTest {
  /** Exit codes of rank 0, 1, …; {@code *}: asked by the launcher to end. */
  @ParameterizedTest
  @CsvSource({
    "0 0, 0, ",
    // SIGTERM to rank 0, to rank 1, to all; Ctrl-C.
    "143 130, 130, ",
    "130 143, 130, ",
    "143 143, 130, ",
    "130 130, 130, ",
    "143 130 69, 130, ",
    // Rank 0 has said why.
    "66 69, 66, ",
    "69 137, 69, ",
    "69 69, 69, ",
    "66 65, 66, ",
    // Another rank failed for a reason of its own.
    "69 66, 66, said by 1",
    "69 69 71, 71, said by 2",
    "143* 66, 66, said by 1",
    "0 74, 74, said by 1",
    // Rank 0 could not say anything.
    "137 69 69, 69, said by 1",
    "137 69 66, 66, said by 2",
    "137 137, 69, yoso4j: error: rank 0 ended with signal 9",
    // The launcher's own signal is no reason.
    "143* 137, 69, yoso4j: error: rank 1 ended with signal 9",
    "143* 137 143*, 69, yoso4j: error: rank 1 ended with signal 9",
    "0 137, 137, "
  })
  void oneCodeAndAtMostOneLineForAll(String ends, int code, String message) {
    RankOutcome outcome = RankOutcome.of(ends(ends));
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(outcome.message().orElse(null)).isEqualTo(message);
  }

  private static List<RankEnd> ends(String codes) {
    List<RankEnd> ends = new ArrayList<>();
    for (String word : codes.split(" ")) {
      int rank = ends.size();
      int code = Integer.parseInt(word.replace("*", ""));
      boolean speaks = rank > 0 && code > 0 && code < 128;
      ends.add(new RankEnd(rank, code, word.endsWith("*"), speaks ? "said by " + rank : ""));
    }
    return ends;
  }

  @ParameterizedTest
  @CsvSource({
    "'', 4, 6.250",
    "-XX:MaxRAMPercentage=25, 2, 12.500",
    "-XX:MaxRAMPercentage=25 -Xss1m -XX:MaxRAMPercentage=60.0 -Da=b, 3, 20.000",
    "-XX:MaxRAMPercentage=25, 100, 2.000",
    "-XX:MaxRAMPercentage=1, 2, 1.000"
  })
  void processesShareTheHeapThatWasAskedFor(String own, int count, String share) {
    List<String> options = Arrays.asList(own.split(" "));
    assertThat(RankLauncher.heapShare(options, count)).isEqualTo("-XX:MaxRAMPercentage=" + share);
  }

  @ParameterizedTest
  @CsvSource({"--nproc 2 --out a", "--out a --nproc=3"})
  void childrenAreNotToldTheirNumberAndReadNoArgumentFileAgain(String line) {
    List<String> arguments = new ArrayList<>(List.of(line.split(" ")));
    arguments.add("@literal");
    List<String> again = CommandLines.again(CommandLines.without(arguments, "--nproc"));
    assertThat(again).isEqualTo(Stream.of("--out", "a", "@@literal").toList());
  }
}
