package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.train.lab.Claim;
import io.yoso4j.train.lab.LabFile;
import io.yoso4j.train.lab.LabResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The comparisons in {@code docs/lab}: this version reads them, and the text says what they say.
 */
class LabExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "docs", "lab");

  @ParameterizedTest
  @ValueSource(strings = {"shapes", "fruit_nuts", "dsb2018_nuclei"})
  void theTextIsThatOfTheResult(String data) throws IOException {
    Path folder = EXAMPLES.resolve(data);
    LabResult result = LabFile.read(folder.resolve("compare.json"));
    String text = Files.readString(EXAMPLES.resolve("README.md"));
    String page = Files.readString(folder.resolve("compare.html"));

    assertThat(text).contains(result.environment().command()).contains(result.verdict());
    assertThat(page).contains("<html").doesNotContain("/tmp/").doesNotContain("/home/");
    for (Claim claim : result.claims()) {
      assertThat(text).contains(claim.statement()).contains(claim.why());
    }
  }
}
