package io.yoso4j.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yoso4j.train.config.UpstreamConfig.Entry;
import io.yoso4j.train.config.UpstreamConfig.Imported;
import io.yoso4j.train.config.UpstreamConfig.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpstreamConfigTest {
  /** What every file must say, since detectron2's defaults are of another network. */
  private static final String NEEDED =
      """
      MODEL:
        META_ARCHITECTURE: YOSO
        RESNETS: {STRIDE_IN_1X1: false}
      INPUT: {FORMAT: RGB}
      """;

  @TempDir private Path folder;

  private Path write(String name, String yaml) throws IOException {
    return Files.writeString(folder.resolve(name), yaml);
  }

  /** A file with one more key; {@code NEEDED}'s keys may be overridden by it. */
  private Path with(String key, String value) throws IOException {
    write("needed.yaml", NEEDED);
    StringBuilder yaml = new StringBuilder("_BASE_: needed.yaml\n");
    String indent = "";
    String[] parts = key.split("\\.");
    for (String part : parts) {
      yaml.append(indent).append(part).append(":\n");
      indent += "  ";
    }
    yaml.setLength(yaml.length() - 1);
    return write("one.yaml", yaml.append(' ').append(value).append('\n').toString());
  }

  @Test
  void aFileOfTheCocoKindGivesItsNumbers() throws IOException {
    write(
        "Base.yaml",
        """
        MODEL:
          META_ARCHITECTURE: "YOSO"
          PIXEL_MEAN: [120.0, 110.0, 100.0]
          PIXEL_STD: [50.0, 51.0, 52.0]
        DATASETS:
          TRAIN: ("some_train",)
        SOLVER:
          IMS_PER_BATCH: 8
          BASE_LR: 0.0002
          STEPS: (300, 400)
          MAX_ITER: 500
          WARMUP_ITERS: 7
          WARMUP_FACTOR: 0.5
          WEIGHT_DECAY: 0.03
          CLIP_GRADIENTS: {ENABLED: True, CLIP_TYPE: full_model, CLIP_VALUE: 0.02}
        INPUT: {IMAGE_SIZE: 512, MIN_SCALE: 0.2, MAX_SCALE: 1.5, FORMAT: "RGB", MIN_SIZE_TEST: 600, MAX_SIZE_TEST: 1001}
        TEST: {EVAL_PERIOD: 50}
        """);
    Path file =
        write(
            "YOSO.yaml",
            """
            _BASE_: Base.yaml
            MODEL:
              BACKBONE: {FREEZE_AT: 0}
              RESNETS: {DEPTH: 50, STRIDE_IN_1X1: False, NORM: "SyncBN", OUT_FEATURES: ["res2", "res3", "res4", "res5"]}
              WEIGHTS: "detectron2://ImageNetPretrained/torchvision/R-50.pkl"
              YOSO: {NUM_CLASSES: 7, NUM_PROPOSALS: 40, TEMPERATIRE: 0.05, CLASS_WEIGHT: 3.0, TRAIN_NUM_POINTS: 999}
            SOLVER: {MAX_ITER: 600}
            """);

    TrainConfig config = ConfigLoader.load("tiny", file, List.of("train.batch_size=2"));

    assertThat(config.train())
        .extracting(LoopSettings::steps, LoopSettings::batchSize)
        .containsExactly(600, 2);
    assertThat(config.model().norm()).isEqualTo(ModelSettings.Norm.SYNC);
    assertThat(config.model().freezeAt()).isZero();
    assertThat(config.model().depth()).isEqualTo(50);
    assertThat(config.model().numQueries()).isEqualTo(40);
    assertThat(config.model().temperature()).isEqualTo(0.05);
    assertThat(config.model().pixelMean()).containsExactly(120.0, 110.0, 100.0);
    assertThat(config.model().pixelStd()).containsExactly(50.0, 51.0, 52.0);
    assertThat(config.model().backboneWeights()).isEqualTo("torchvision:resnet50");
    assertThat(config.loss().classWeight()).isEqualTo(3);
    assertThat(config.loss().numPoints()).isEqualTo(999);
    assertThat(config.loss().matcherNumPoints()).isEqualTo(999);
    assertThat(config.augment())
        .isEqualTo(augment("image_size=512", "min_scale=0.2", "max_scale=1.5", "flip=0.5"));
    assertThat(config.eval())
        .isEqualTo(new EvalSettings(50, 0, 0, 100, 0, 1001, 600, null, 0.25, false));
    OptimSettings optim = config.optim();
    assertThat(optim.lr()).isEqualTo(0.0002);
    assertThat(optim.milestones()).containsExactly(300.0, 400.0);
    assertThat(optim.weightDecay()).isEqualTo(0.03);
    assertThat(optim.clipNorm()).isEqualTo(0.02);
    assertThat(optim.warmupSteps()).isEqualTo(7);
    assertThat(optim.warmupFactor()).isEqualTo(0.5);
    assertThat(config.engine().precision()).isEqualTo(EngineSettings.Precision.FLOAT32);
    assertThat(optim.backboneMultiplier()).isEqualTo(0.1);

    Imported imported = UpstreamConfig.read(file);
    assertThat(imported.of(Use.REPLACED)).isEmpty();
    assertThat(imported.of(Use.IGNORED))
        .extracting(Entry::key)
        .containsExactly(
            "DATASETS.TRAIN", "SOLVER.CLIP_GRADIENTS.ENABLED", "MODEL.YOSO.NUM_CLASSES");
    assertThat(ConfigLoader.read(write("own.yaml", imported.config().toYaml()), List.of()))
        .isEqualTo(imported.config());
  }

  @Test
  void whatIsLeftOutHasTheOriginalsDefault() throws IOException {
    TrainConfig config = UpstreamConfig.read(write("least.yaml", NEEDED)).config();
    assertThat(config.model().freezeAt()).isEqualTo(2);
    assertThat(config.model().temperature()).isEqualTo(0.1);
    assertThat(config.model().pixelStd()).containsExactly(1.0, 1.0, 1.0);
    assertThat(config.model().backboneWeights()).isNull();
    assertThat(config.train())
        .extracting(LoopSettings::steps, LoopSettings::batchSize)
        .containsExactly(40_000, 16);
    assertThat(config.optim().lr()).isEqualTo(0.001);
    assertThat(config.optim().weightDecay()).isEqualTo(0.0001);
    assertThat(config.optim().clipNorm()).isZero();
    assertThat(config.optim().warmupSteps()).isEqualTo(1000);
    assertThat(config.optim().milestones()).containsExactly(30_000.0);
    assertThat(config.eval())
        .isEqualTo(new EvalSettings(0, 0, 0, 100, 0, 1333, 800, null, 0.25, false));
  }

  @Test
  void stochasticGradientDescentAndClippedValues() throws IOException {
    String solver = "SOLVER: {OPTIMIZER: SGD, CLIP_GRADIENTS: {ENABLED: True%s}}\n";
    Path file = write("sgd.yaml", NEEDED + solver.formatted(", CLIP_VALUE: 0.5"));
    OptimSettings optim = UpstreamConfig.read(file).config().optim();
    assertThat(optim.optimizer()).isEqualTo(OptimSettings.Optimizer.SGD);
    assertThat(optim.momentum()).isEqualTo(0.9);
    assertThat(optim.nesterov()).isFalse();
    assertThat(optim.clipValue()).isEqualTo(0.5);
    assertThat(optim.clipNorm()).isZero();

    Path norm = write("norm.yaml", NEEDED + solver.formatted(", CLIP_TYPE: norm"));
    assertThatThrownBy(() -> UpstreamConfig.read(norm))
        .hasMessageContaining("CLIP_TYPE is norm, but only full_model and value are supported");
  }

  @Test
  void shortestEdgeAndCropAreTakenAsTheyAre() throws IOException {
    Path file =
        write(
            "crop.yaml",
            NEEDED.replace("INPUT: {FORMAT: RGB}\n", "")
                + """
                SOLVER: {LR_SCHEDULER_NAME: WarmupPolyLR, POLY_LR_POWER: 0.8}
                INPUT:
                  FORMAT: RGB
                  DATASET_MAPPER_NAME: yoso_panoptic
                  MIN_SIZE_TRAIN: !!python/object/apply:eval ["[int(x * 0.1 * 640) for x in range(5, 11)]"]
                  MAX_SIZE_TRAIN: 2560
                  RANDOM_FLIP: none
                  CROP:
                    ENABLED: True
                    TYPE: absolute
                    SIZE: (512, 630)
                    SINGLE_CATEGORY_MAX_AREA: 0.75
                  COLOR_AUG_SSD: True
                """);
    Imported imported = UpstreamConfig.read(file);
    assertThat(imported.config().augment())
        .isEqualTo(
            augment(
                "shortest_edge=[320,384,448,512,576,640]",
                "longest_edge=2560",
                "crop_height=512",
                "crop_width=630",
                "crop_max_category_area=0.75",
                "flip=0.5",
                "color=0.5"));
    assertThat(imported.config().augment().sampleHeight()).isEqualTo(512);
    assertThat(imported.config().augment().sampleWidth()).isEqualTo(640);
    assertThat(imported.config().optim().schedule()).isEqualTo(OptimSettings.Schedule.POLY);
    assertThat(imported.config().optim().polyPower()).isEqualTo(0.8);
    assertThat(imported.of(Use.REPLACED)).isEmpty();
    assertThat(imported.of(Use.IGNORED)).extracting(Entry::key).contains("INPUT.RANDOM_FLIP");
  }

  @Test
  void otherPaddingThanToTheCropIsSaid() throws IOException {
    Path file =
        write(
            "padding.yaml",
            NEEDED.replace("INPUT: {FORMAT: RGB}\n", "")
                + """
                INPUT:
                  FORMAT: RGB
                  DATASET_MAPPER_NAME: yoso_instance
                  SIZE_DIVISIBILITY: 640
                  CROP: {ENABLED: True, TYPE: absolute, SIZE: [512, 512], SINGLE_CATEGORY_MAX_AREA: 0.5}
                """);
    Imported imported = UpstreamConfig.read(file);
    assertThat(imported.of(Use.REPLACED))
        .extracting(Entry::key)
        .containsExactly("INPUT.SIZE_DIVISIBILITY");
    assertThat(imported.config().augment())
        .isEqualTo(augment("shortest_edge=[800]", "crop_height=512", "crop_width=512"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0.9, 0.9]", "[512]", "(512, 512, 3)", "[512, 9000]", "[512.5, 512]"})
  void cropsThatAreNoSizeInPixelsAreRefused(String size) throws IOException {
    Path file =
        write(
            "size.yaml",
            NEEDED.replace("INPUT: {FORMAT: RGB}\n", "")
                + """
                INPUT:
                  FORMAT: RGB
                  DATASET_MAPPER_NAME: yoso_instance
                  CROP:
                    ENABLED: True
                    TYPE: absolute
                    SIZE: %s
                """
                    .formatted(size));
    assertThatThrownBy(() -> UpstreamConfig.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("INPUT.CROP.SIZE is [")
        .hasMessageContaining("must be height and width of 1 to 8192 pixels");
  }

  private static AugmentSettings augment(String... sets) {
    return ConfigLoader.load("r50", null, Stream.of(sets).map("augment."::concat).toList())
        .augment();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MODEL.META_ARCHITECTURE            | PanopticFPN   | is PanopticFPN, but only YOSO is"
            + " supported",
        "MODEL.RESNETS.DEPTH                | 153           | model.depth is 153, but must be one"
            + " of",
        "MODEL.RESNETS.STRIDE_IN_1X1        | True          | is True, but only False",
        "MODEL.RESNETS.NORM                 | LN            | only FrozenBN, BN, SyncBN and GN",
        "MODEL.RESNETS.DEFORM_ON_PER_STAGE  | [False, True] | deformable convolutions in the"
            + " backbone",
        "MODEL.RESNETS.OUT_FEATURES         | [res5]        | only [res2, res3, res4, res5]",
        "MODEL.WEIGHTS                      | https://a/b   | download it and name the file",
        "MODEL.PIXEL_MEAN                   | [a, b, c]     | must hold numbers, but holds",
        "MODEL.PIXEL_MEAN                   | [1, 2]        | must be a list of 3 numbers",
        "MODEL.DEVICE                       | tpu           | only cpu and cuda",
        "MODEL.YOSO.CONV_KERNEL_SIZE_2D     | 3             | only 1 is supported",
        "MODEL.YOSO.TEMPERATURE             | 0.1           | did you mean MODEL.YOSO.TEMPERATIRE?",
        "MODEL.YOSO.NUM_STAGES              | two           | must be a whole number",
        "MODEL.YOSO.NUM_STAGES              | [2]           | must be a whole number",
        "SOLVER.OPTIMIZER                   | LION          | only ADAMW and SGD are supported",
        "SOLVER.LR_SCHEDULER_NAME           | Sine          | only WarmupMultiStepLR,"
            + " WarmupCosineLR",
        "SOLVER.WARMUP_METHOD               | constant      | only linear",
        "SOLVER.STEPS                       | (1, 5)        | steps must be above 1",
        "SOLVER.CLIP_GRADIENTS.ENABLED      | maybe         | must be True or False",
        "SOLVER.BASE_LR                     | -1            | optim.lr is -1.0",
        "SOLVER.BASE_LRS                    | 1             | did you mean SOLVER.BASE_LR?",
        "INPUT.FORMAT                       | BGR           | is BGR, but only RGB",
        "INPUT.RANDOM_FLIP                  | both          | only horizontal, vertical and none",
        "INPUT.IMAGE_SIZE                   | 1000          | multiples of 32",
        "INPUT.DATASET_MAPPER_NAME          | yoso_semantic | only yoso_panoptic_lsj",
        "INPUT.DATASET_MAPPER_NAME          | yoso_panoptic | CROP.ENABLED is False (the original's"
            + " default)",
        "INPUT.MIN_SIZE_TEST                | 2000          | eval.shortest_side is 2000",
        "DATALOADER.SAMPLER_TRAIN           | Repeat        | only TrainingSampler",
        "TEST.PRECISE_BN.ENABLED            | True          | only False",
      })
  void whatWouldChangeResultsIsAnErrorOfOneLine(String key, String value, String expected)
      throws IOException {
    Path file = with(key, value);
    ConfigException problem =
        catchThrowableOfType(ConfigException.class, () -> UpstreamConfig.read(file));
    assertThat(problem)
        .hasMessageStartingWith(folder.toString())
        .hasMessageContaining(key.substring(0, key.lastIndexOf('.')))
        .hasMessageContaining(expected);
    assertThat(problem.getMessage().lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!!python/object/apply:os.system [\"touch ran\"]",
        "!!python/object/apply:eval [\"__import__('os').getcwd()\"]",
        "!!python/object/apply:eval [\"[int(x * 0.1 * 640) for x in open('a')]\"]",
        "!!python/object/new:type [a, [], {b: c}]",
      })
  void expressionsAreNotExecuted(String value) throws IOException {
    Path file =
        write(
            "evil.yaml",
            NEEDED.replace("INPUT: {FORMAT: RGB}\n", "")
                + """
                INPUT:
                  FORMAT: RGB
                  DATASET_MAPPER_NAME: yoso_panoptic
                  CROP: {ENABLED: True, TYPE: absolute, SIZE: [64, 64]}
                  MIN_SIZE_TRAIN: %s
                """
                    .formatted(value));
    ConfigException problem =
        catchThrowableOfType(ConfigException.class, () -> UpstreamConfig.read(file));
    assertThat(problem).hasMessageContaining("INPUT.MIN_SIZE_TRAIN");
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SOLVER.STEPS            | !!python/tuple [300, 400]",
        "SOLVER.STEPS            | (300, 400)",
        "SOLVER.STEPS            | '(300, 400,)'",
        "SOLVER.STEPS            | [300, 400]",
      })
  void tuplesAreListsHoweverWritten(String key, String value) throws IOException {
    assertThat(UpstreamConfig.read(with(key, value)).config().optim().milestones())
        .containsExactly(300.0, 400.0);
  }

  @ParameterizedTest
  @CsvSource({
    "MODEL.RPN.NMS_THRESH, IGNORED",
    "OUTPUT_DIR, IGNORED",
    "MODEL.YOSO.TEST.PANOPTIC_ON, IGNORED",
    "SOLVER.MOMENTUM, IGNORED",
    "SEED, TAKEN",
    "MODEL.YOSO.NUM_STAGES, TAKEN",
    "SOLVER.AMP.ENABLED, REPLACED",
  })
  void harmlessKeysAreListed(String key, Use use) throws IOException {
    String value = key.endsWith("ENABLED") ? "True" : "3";
    assertThat(UpstreamConfig.read(with(key, value)).entries())
        .filteredOn(entry -> entry.key().equals(key))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.use()).isEqualTo(use);
          assertThat(entry.written()).isTrue();
          assertThat(entry.value()).isEqualTo(value);
        });
  }

  @Test
  void theKindIsFoundOutFromTheContent() throws IOException {
    assertThat(UpstreamConfig.isUpstream(write("a.yaml", "# x\nSOLVER:\n  A: 1\n"))).isTrue();
    assertThat(UpstreamConfig.isUpstream(write("b.yaml", "_BASE_: a.yaml\n"))).isTrue();
    assertThat(UpstreamConfig.isUpstream(write("c.yaml", "model:\n  depth: 18\n"))).isFalse();
  }

  @Test
  void basesAreFilesAndEndSomewhere() throws IOException {
    Path self = write("self.yaml", "_BASE_: self.yaml\n");
    assertThatThrownBy(() -> UpstreamConfig.read(self)).hasMessageContaining("chain of _BASE_");
    Path device = write("device.yaml", "_BASE_: .\n");
    assertThatThrownBy(() -> UpstreamConfig.read(device))
        .hasMessageStartingWith(device + ":1: _BASE_ must be a file");
  }
}
