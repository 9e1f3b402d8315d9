package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.train.lab.LabFile;
import io.yoso4j.train.lab.LabResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompareCommandTest extends CommandTest {
  private static final List<String> SMALL =
      List.of(
          "augment.image_size=32",
          "eval.input_size=32",
          "train.batch_size=1",
          "loss.num_points=16",
          "loss.matcher_num_points=16",
          "model.num_queries=6",
          "model.stem_channels=4",
          "model.res2_channels=4",
          "model.hidden_dim=8",
          "model.agg_dim=8",
          "model.feed_forward_dim=16",
          "log.tensorboard=false",
          "engine.device=cpu");

  private Path shapes() {
    Path shapes = folder.resolve("shapes");
    if (!Files.exists(shapes)) {
      ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(6, 3).withSize(48));
    }
    return shapes;
  }

  private int compare(Path out, String... more) {
    List<Object> args =
        new ArrayList<>(List.of("compare", "--data", shapes(), "--out", out, "--preset", "tiny"));
    SMALL.forEach(set -> args.addAll(List.of("--set", set)));
    args.addAll(Arrays.asList(more));
    return run(args.toArray());
  }

  @Test
  void comparesAndSaysWhatIsShown() throws IOException {
    Path out = folder.resolve("lab");
    String[] options = {
      "--losses",
      "set,baseline",
      "--variant",
      "mine: set, eos=0.2",
      "--seeds",
      "2",
      "--budget",
      "2steps",
      "--evaluations",
      "1",
      "--probe-images",
      "2",
      "--resamples",
      "100"
    };

    assertThat(compare(out, options)).as("%s", err).isZero();

    assertThat(err.toString())
        .contains("Measuring how fast the 3 losses are")
        .contains("3 losses x 2 seeds", "In all, this takes about")
        .contains("set-seed0  step 2/2  AP ");
    assertThat(out.resolve("runs/mine-seed1/config.yaml")).exists();
    assertThat(this.out.toString())
        .contains("mean of seeds", "Nothing is shown", "Uncertain points focus on hard regions: ")
        .contains("Result: " + out.resolve("compare.json"));
    assertThat(this.out.toString()).contains("Page: " + out.resolve("compare.html"));
    assertThat(Files.readString(out.resolve("compare.html")))
        .contains("<h1>Losses on shapes</h1>", "href=\"./runs/mine-seed1/report.html\"");
    assertThat(out.resolve("runs/mine-seed1/report.html")).exists();
    LabResult result = LabFile.read(out.resolve("compare.json"));
    assertThat(result.plan().data()).isEqualTo("shapes");
    assertThat(result.environment().command()).startsWith("./yoso4j compare --data ");

    Files.delete(out.resolve("compare.html"));
    assertThat(compare(out, options)).as("nothing is left to do but the page").isZero();
    assertThat(LabFile.read(out.resolve("compare.json"))).isEqualTo(result);
    assertThat(out.resolve("compare.html")).exists();
    Files.delete(out.resolve("compare.json"));
    assertThat(compare(out, options)).as("goes on, with no step left").isZero();
    assertThat(err.toString()).contains("12 of 12 steps are done");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--losses|set,basline|2|did you mean baseline?",
        "--variant|mine: set, eso=1|2|did you mean eos?",
        "--variant|mine: set, eos=much|2|variant mine: loss.no_object_weight=much",
        "--budget|500|2|--budget: \"500\" is no budget",
        "--seeds|0|2|--seeds 0: must be from 1 to 1000",
        "--evaluations|0|2|--evaluations 0: must be from 1 to 1000",
        "--probe-images|0|2|--probe-images 0",
        "--resamples|5|2|--resamples 5",
        "--set|loss.nothing=1|78|unknown key",
        "--config|none.yaml|66|no such file",
      })
  void whatIsWrongIsSaidInOneLine(String option, String value, int code, String message) {
    Path out = folder.resolve("lab");

    assertThat(compare(out, option, value)).isEqualTo(code);

    assertThat(err.toString()).contains(message).hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void foldersOfOthersAreLeftAlone() throws IOException {
    Path out = Files.createDirectory(folder.resolve("mine"));
    Files.writeString(out.resolve("notes.txt"), "");

    assertThat(compare(out, "--overwrite")).isEqualTo(ExitCode.CANT_CREATE.code());

    assertThat(err.toString()).contains("holds no comparison").hasLineCount(1);
    assertThat(out.resolve("notes.txt")).exists();
    assertThat(run("compare", "--out", out)).isEqualTo(ExitCode.USAGE.code());
    assertThat(run("compare", "--data", folder.resolve("none"), "--out", out))
        .isEqualTo(ExitCode.NO_INPUT.code());
  }
}
