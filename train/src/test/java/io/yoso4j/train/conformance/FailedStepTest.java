package io.yoso4j.train.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.conformance.CaseReport.Verdict;
import io.yoso4j.train.criterion.ConfiguredCriterion;
import io.yoso4j.train.criterion.LossReport;
import io.yoso4j.train.criterion.StageOutputs;
import io.yoso4j.train.criterion.StepCriterion;
import io.yoso4j.train.criterion.StepLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps that failed are replayed from what was written of them. */
final class FailedStepTest {
  private static final int CLASSES = 3;
  private static final int QUERIES = 5;
  private static final int SIDE = 8;
  private static final long SEED = 1L << 40;

  private Path folder;

  @BeforeEach
  void nameTheFolder(@TempDir Path temp) {
    folder = temp.resolve("failures/step-8");
  }

  private static TrainConfig config(String... sets) {
    List<String> all =
        new ArrayList<>(
            List.of("seed=" + SEED, "loss.num_points=20", "loss.matcher_num_points=20"));
    all.addAll(List.of(sets));
    return ConfigLoader.load("tiny", null, all);
  }

  /** Writes a step of two images, the second without objects, with one poisoned value. */
  private LossReport record(TrainConfig config, float poison) {
    Random random = new Random(7);
    try (TensorScope _ = TensorScope.open();
        StepCriterion criterion =
            StepCriterion.create(ConfiguredCriterion.of(config.loss(), CLASSES), Device.CPU)) {
      List<StageOutputs> stages = new ArrayList<>();
      for (int stage = 0; stage < 2; stage++) {
        float[] masks = values(random, 2 * QUERIES * SIDE * SIDE);
        float[] logits = values(random, 2 * QUERIES * (CLASSES + 1));
        if (stage == 1) {
          logits[2 * (CLASSES + 1) + 1] = poison;
        }
        stages.add(
            new StageOutputs(
                stage == 0 ? null : Tensor.of(logits, 2, QUERIES, CLASSES + 1),
                Tensor.of(masks, 2, QUERIES, SIDE, SIDE),
                null));
      }
      byte[] pixels = new byte[32 * 32];
      Arrays.fill(pixels, 100, 500, (byte) 1);
      List<ImageTargets> targets =
          List.of(
              new ImageTargets(
                      1L << 35, new int[] {2}, List.of(BitMask.ofPixels(32, 32, pixels)), 32, 32)
                  .withIgnore(BitMask.ofPixels(32, 32, new byte[32 * 32])),
              new ImageTargets(-4, new int[0], List.of(), 32, 32));
      PointDraws draws = PointDraws.counterBased(SEED, 7, new long[] {1L << 35, -4});
      try (StepLoss loss = criterion.evaluate(stages, targets, draws)) {
        LossReport report = loss.report();
        RgbImage image = RgbImage.of(32, 32, new byte[3 * 32 * 32]);
        new FailedStep(
                config,
                CLASSES,
                7,
                "the reason",
                stages,
                targets,
                List.of(image, image),
                List.of("a.png", "b.png"),
                report,
                null,
                Map.of("checkpoint", "last"))
            .write(folder);
        return report;
      }
    }
  }

  private static float[] values(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, loss.points=uncertain",
    "Infinity, loss.points=uncertain",
    "0, loss.points=uncertain",
    "NaN, loss.points=random",
    "NaN, loss.points=full",
    "NaN, loss.classification=focal",
    "NaN, loss.ignore_regions=true"
  })
  void whatWasRecordedIsFoundAgain(float poison, String set) {
    LossReport recorded = record(config(set), poison);
    assertThat(recorded.nonFinite().isEmpty()).isEqualTo(Float.isFinite(poison));
    CaseReport report = Conformance.check(folder);
    assertThat(report.problem()).isNull();
    assertThat(report.exceeded()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.deviations()).hasSizeGreaterThan(5).allMatch(d -> d.value() == 0);
    assertThat(report.notes()).contains("recorded: the reason");
    if (!Float.isFinite(poison)) {
      assertThat(report.notes())
          .anyMatch(note -> note.startsWith("not finite: loss_ce of stage s1"));
    }
  }

  @Test
  void anotherLossIsNoReplay() throws IOException {
    record(config(), Float.NaN);
    Path yaml = folder.resolve("config.yaml");
    Files.writeString(
        yaml, Files.readString(yaml).replaceFirst("mask_weight: [0-9.]+", "mask_weight: 6.0"));
    CaseReport report = Conformance.check(folder);
    assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(report.exceeded()).allMatch(d -> d.name().contains("loss_mask"));
  }

  @Test
  void otherPlacesAreNoReplay() throws IOException {
    record(config(), Float.NaN);
    Path meta = folder.resolve("meta.json");
    Files.writeString(
        meta, Files.readString(meta).replaceFirst("from query \\d+ on", "from query 4 on"));
    assertThat(Conformance.check(folder).exceeded())
        .extracting(Deviation::name)
        .contains("places that are not finite");
  }

  @Test
  void whatIsThereIsKept() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("meta.json"), "older");
    record(config(), Float.NaN);
    assertThat(folder.resolve("meta.json")).hasContent("older");
    assertThat(folder.getParent())
        .isDirectoryNotContaining(file -> file.toString().contains("partial"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config.yaml | loss: | lost: | lost",
        "meta.json | \"num_classes\" : 3 | \"num_classes\" : 2000000000 | num_classes",
        "meta.json | \"step\" : 7 | \"step\" : 1e400 | step",
        "meta.json | \"total\" : \"NaN\" | \"total\" : \"nothing\" | total",
        "meta.json | \"image_ids\" | \"ids\" | image_ids"
      })
  void hostileCasesAreOneLine(String file, String part, String other, String named)
      throws IOException {
    record(config(), Float.NaN);
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(part);
    Files.writeString(path, text.replace(part, other));
    CaseReport report = Conformance.check(folder);
    assertThat(report.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(report.problem()).startsWith(path.toString()).contains(named).doesNotContain("\n");
  }
}
