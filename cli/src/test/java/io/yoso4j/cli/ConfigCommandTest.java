package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ConfigCommandTest extends CommandTest {
  private static final String ORIGINAL =
      """
      MODEL:
        META_ARCHITECTURE: YOSO
        RESNETS: {STRIDE_IN_1X1: False, NORM: BN}
        YOSO: {TEMPERATIRE: 0.5}
      SOLVER: {MAX_ITER: 77, AMP: {ENABLED: True}}
      INPUT: {FORMAT: RGB}
      OUTPUT_DIR: there
      """;

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("YOSO.yaml"), yaml);
  }

  @Test
  void theConfigurationIsPrintedAndWhatBecameOfEveryKey() throws IOException {
    assertThat(run("config", "import", file(ORIGINAL))).as("%s", err).isZero();
    assertThat(out.toString()).contains("  steps: 77\n", "  temperature: 0.5\n", "  norm: batch\n");
    assertThat(err.toString())
        .containsPattern("Taken:\n(?s:.*)MODEL\\.RESNETS\\.NORM +BN +model\\.norm batch\n")
        .containsPattern("MODEL\\.BACKBONE\\.FREEZE_AT +2 \\(default\\) +model\\.freeze_at\n")
        .containsPattern(
            "results differ:\n  SOLVER\\.AMP\\.ENABLED +True +engine\\.precision bfloat16;")
        .containsPattern("Without effect on training:\n(?s:.*)OUTPUT_DIR +there +--out names");
  }

  @Test
  void otherFilesAreNotImported() throws IOException {
    assertThat(run("config", "import", file("train: {steps: 5}\n")))
        .isEqualTo(ExitCode.CONFIG.code());
    assertThat(err.toString()).contains("is no configuration of the original").hasLineCount(1);
    assertThat(run("config", "import", folder.resolve("none.yaml")))
        .isEqualTo(ExitCode.NO_INPUT.code());
  }

  @Test
  void trainingSaysWhatItDoesDifferently() throws IOException {
    Path yaml = file(ORIGINAL);
    Path data = Files.createDirectory(folder.resolve("data"));
    Path run = folder.resolve("run");
    assertThat(run("train", "--config", yaml, "--data", data, "--out", run)).isZero();
    assertThat(err.toString())
        .contains(yaml + ": a configuration of the original; ")
        .contains(
            "warning: SOLVER.AMP.ENABLED True: engine.precision bfloat16; the original takes float16\n");
  }

  @Test
  void aPresetBesideIsRefused() throws IOException {
    Path yaml = file(ORIGINAL);
    assertThat(
            run(
                "train",
                "--config",
                yaml,
                "--preset",
                "r18",
                "--data",
                folder,
                "--out",
                folder.resolve("run")))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString()).contains("--preset and --config").hasLineCount(1);
  }
}
