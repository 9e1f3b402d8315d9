package io.yoso4j.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.TargetFrame;
import io.yoso4j.train.config.UpstreamLossKeys.Imported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpstreamLossKeysTest {
  @TempDir private Path folder;

  private Path write(String name, String yaml) throws IOException {
    return Files.writeString(folder.resolve(name), yaml);
  }

  @Test
  void yosoWithItsBaseFile() throws IOException {
    write(
        "Base.yaml",
        """
        MODEL:
          PIXEL_MEAN: [123.675, 116.280, 103.530]
          META_ARCHITECTURE: "YOSO"
          YOSO:
            CLASS_WEIGHT: 3.0
            DICE_WEIGHT: 4.0
        DATASETS:
          TRAIN: ("coco_2017_train_panoptic",)
        INPUT:
          MIN_SIZE_TRAIN: !!python/object/apply:eval ["[int(x * 0.1 * 640) for x in range(5, 21)]"]
        TEST: {AUG: {SIZES: [[32], [64]]}}
        """);
    Path file =
        write(
            "YOSO.yaml",
            """
            _BASE_: Base.yaml
            MODEL:
              YOSO:
                NUM_CLASSES: 150
                NUM_PROPOSALS: 100
                NO_OBJECT_WEIGHT: 0.2
                CLASS_WEIGHT: 1.0
                TRAIN_NUM_POINTS: 100
                TEMPERATIRE: 0.5
                TEST:
                  OVERLAP_THRESHOLD: 0.8
            """);

    Imported imported = UpstreamLossKeys.read(file);

    SetCriterionConfig loss = imported.criterion();
    assertThat(loss.numClasses()).isEqualTo(150);
    assertThat(loss.classification()).isEqualTo(new Classification.SoftmaxCrossEntropy(0.2));
    assertThat(loss.weights()).isEqualTo(new LossWeights(1, 5, 4));
    assertThat(loss.maskPoints()).isEqualTo(new MaskPoints.UncertaintySampled(100, 3, 0.75));
    assertThat(loss.matcher())
        .isEqualTo(new MatcherConfig(1, 5, 4, new MatcherPoints.SharedRandom(100)));
    assertThat(imported.ignored())
        .containsExactly(
            "MODEL.PIXEL_MEAN",
            "MODEL.META_ARCHITECTURE",
            "DATASETS.TRAIN",
            "INPUT.MIN_SIZE_TRAIN",
            "TEST.AUG.SIZES",
            "MODEL.YOSO.NUM_PROPOSALS",
            "MODEL.YOSO.TEMPERATIRE",
            "MODEL.YOSO.TEST.OVERLAP_THRESHOLD");
  }

  @Test
  void whatIsLeftOutHasTheDefaultOfItsOwnCode() {
    SetCriterionConfig mask2former =
        UpstreamLossKeys.of(
                Map.of(
                    "MODEL.SEM_SEG_HEAD.NUM_CLASSES", "80",
                    "MODEL.MASK_FORMER.NUM_OBJECT_QUERIES", "100"))
            .criterion();
    assertThat(mask2former.numClasses()).isEqualTo(80);
    assertThat(mask2former.weights()).isEqualTo(new LossWeights(1, 20, 1));
    assertThat(mask2former.maskPoints())
        .isEqualTo(new MaskPoints.UncertaintySampled(12544, 3, 0.75));

    SetCriterionConfig yoso = UpstreamLossKeys.of(Map.of("MODEL.YOSO.NUM_STAGES", "2")).criterion();
    assertThat(yoso)
        .usingRecursiveComparison()
        .ignoringFields("numMasksReducer")
        .isEqualTo(SetCriterionConfig.yoso(133));
  }

  @Test
  void detrFromItsArgumentsAndFromDetectron2() {
    Imported imported =
        UpstreamLossKeys.of(
            Map.of(
                "lr", "1e-4",
                "weight_decay", "1e-4",
                "num_classes", "20",
                "eos_coef", "0.3",
                "set_cost_class", "2",
                "bbox_loss_coef", "6"));
    SetCriterionConfig loss = imported.criterion();
    assertThat(loss.numClasses()).isEqualTo(20);
    assertThat(loss.classification()).isEqualTo(new Classification.SoftmaxCrossEntropy(0.3));
    assertThat(loss.weights()).isEqualTo(new LossWeights(1, 1, 1, 6, 2));
    assertThat(loss.matcher())
        .isEqualTo(
            new MatcherConfig(2, 0, 0, 5, 2, new MatcherPoints.PredictionGrid(), TargetFrame.OWN));
    assertThat(imported.ignored()).containsExactlyInAnyOrder("lr", "weight_decay");

    SetCriterionConfig detectron2 =
        UpstreamLossKeys.of(Map.of("MODEL.DETR.NUM_CLASSES", "91", "MODEL.DETR.L1_WEIGHT", "4"))
            .criterion();
    assertThat(detectron2.weights()).isEqualTo(new LossWeights(1, 1, 1, 4, 2));
    assertThat(detectron2.matcher().boxCost()).isEqualTo(4);
    assertThat(UpstreamLossKeys.of(Map.of("eos_coef", "0.1")).criterion())
        .usingRecursiveComparison()
        .ignoringFields("numMasksReducer")
        .isEqualTo(SetCriterionConfig.detr(91));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MODEL.YOSO.CLAS_WEIGHT         | did you mean MODEL.YOSO.CLASS_WEIGHT?",
        "MODEL.YOSO.NO_OBJ_WEIGHT       | did you mean MODEL.YOSO.NO_OBJECT_WEIGHT?",
        "MODEL.YOSO.OVERSAMPLING_RATIO  | did you mean MODEL.YOSO.OVERSAMPLE_RATIO?",
        "MODEL.YOSO.NUM_CLASES          | did you mean MODEL.YOSO.NUM_CLASSES?",
        "MODEL.YOSO.BOUNDARY_LOSS_SCALE | the loss has MODEL.YOSO.CLASS_WEIGHT, MODEL.YOSO.DICE",
        "MODEL.MASK_FORMER.DICE_WEIGHTS | did you mean MODEL.MASK_FORMER.DICE_WEIGHT?",
      })
  void unknownKeysOfTheLossAreErrors(String key, String expected) {
    String section = key.substring(0, key.lastIndexOf('.') + 1);
    assertThatThrownBy(() -> UpstreamLossKeys.of(Map.of(key, "1", section + "MASK_WEIGHT", "5")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("upstream keys: unknown key \"" + key + "\"")
        .hasMessageContaining(expected);
  }

  @Test
  void unknownArgumentsOfDetrsLossAreErrors() {
    assertThatThrownBy(() -> UpstreamLossKeys.of(Map.of("eos_coef", "0.1", "set_cost_box", "5")))
        .hasMessageContaining("did you mean set_cost_bbox?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MODEL.YOSO.MASK_WEIGHT      | x    | must be a number",
        "MODEL.YOSO.MASK_WEIGHT      | -1   | mask weight (-1.0) must be finite and at least 0",
        "MODEL.YOSO.TRAIN_NUM_POINTS | 1.5  | must be a whole number",
        "MODEL.YOSO.TRAIN_NUM_POINTS | 0    | numPoints (0) must be at least 1",
        "MODEL.YOSO.OVERSAMPLE_RATIO | 0.5  | oversampleRatio (0.5)",
        "MODEL.YOSO.NUM_CLASSES      | 0    | numClasses (0)",
        "SOLVER.BASE_LR              | 0.1  | names no loss",
      })
  void wrongValuesAreOneLine(String key, String value, String expected) {
    ConfigException problem =
        catchThrowableOfType(ConfigException.class, () -> UpstreamLossKeys.of(Map.of(key, value)));
    assertThat(problem).hasMessageContaining(expected);
    assertThat(problem.getMessage().lines()).hasSize(1);
  }

  @Test
  void twoLossesInOneFileAreRefused() throws IOException {
    Path file = write("both.yaml", "MODEL: {YOSO: {A: 1}, MASK_FORMER: {B: 2}}\n");
    assertThatThrownBy(() -> UpstreamLossKeys.read(file))
        .hasMessage(file + ": names several losses: keys of MODEL.YOSO.* and MODEL.MASK_FORMER.*");
  }

  @Test
  void errorsNameFileAndLine() throws IOException {
    Path file = write("a.yaml", "MODEL:\n  YOSO:\n    CLAS_WEIGHT: 2\n");
    assertThatThrownBy(() -> UpstreamLossKeys.read(file))
        .hasMessageStartingWith(file + ":3: unknown key");
    Path endless = write("b.yaml", "_BASE_: b.yaml\n");
    assertThatThrownBy(() -> UpstreamLossKeys.read(endless))
        .hasMessageContaining("chain of _BASE_");
    Path orphan = write("c.yaml", "_BASE_: none.yaml\n");
    assertThatThrownBy(() -> UpstreamLossKeys.read(orphan))
        .hasMessage(folder.resolve("none.yaml") + ": no such configuration file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- 1\n",
        "MODEL: [\n",
        "\u0000",
        "MODEL: {YOSO: {MASK_WEIGHT: [1]}}\n",
        "MODEL: {YOSO: {MASK_WEIGHT: }}\n",
        "MODEL: {YOSO: {MASK_WEIGHT: &a {x: 1}, DICE_WEIGHT: *a}}\n",
      })
  void hostileYamlIsRefusedInOneLine(String yaml) throws IOException {
    Path file = write("hostile.yaml", yaml);
    ConfigException problem =
        catchThrowableOfType(ConfigException.class, () -> UpstreamLossKeys.read(file));
    assertThat(problem).hasMessageStartingWith(file.toString());
    assertThat(problem.getMessage().lines()).hasSize(1);
  }
}
