package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.export.OnnxNetwork;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.NetworkWeights;
import io.yoso4j.model.StoredModel;
import io.yoso4j.model.weights.Safetensors;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoNetwork;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExportCommandTest extends CommandTest {
  private static final ModelCard CARD =
      new ModelCard(
          List.of(new PanopticCategory(4, "cat", true), new PanopticCategory(9, "dog", true)),
          0.1,
          YosoConfig.tiny(2).input(),
          new InputSize.LongestSide(64));

  private Path weights;

  @BeforeEach
  void writeWeights() throws IOException {
    Path run = folder.resolve("run");
    Files.createDirectories(run.resolve("checkpoints"));
    Files.writeString(run.resolve("config.yaml"), "");
    weights = run.resolve("checkpoints/best.safetensors");
    try (YosoNetwork network = YosoNetwork.create(YosoConfig.tiny(2), 3)) {
      Safetensors.write(
          weights,
          NetworkWeights.store(network.parameters()),
          Map.of(ModelCard.METADATA_KEY, CARD.toJson()));
    }
  }

  private int yoso4j(Object... args) {
    return run(new LibraryWorkflows(), args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"safetensors", "pth"})
  void weightsKeepTheirValues(String format) {
    Path target = folder.resolve("model." + format);
    assertThat(yoso4j("export", "--weights", weights, "--format", format, "--out", target))
        .as(err.toString())
        .isZero();
    try (Arena arena = Arena.ofConfined()) {
      assertThat(StoredModel.read(target, CARD, arena).weights())
          .containsExactlyInAnyOrderEntriesOf(StoredModel.read(weights, CARD, arena).weights());
      if (format.equals("safetensors")) {
        assertThat(WeightFile.read(target, arena).metadata())
            .containsEntry(ModelCard.METADATA_KEY, CARD.toJson());
      }
    }
  }

  @Test
  void predictRunsTheExportedRun() throws IOException {
    Path image = folder.resolve("image.png");
    byte[] rgb = new byte[3 * 75 * 48];
    new SplittableRandom(5).nextBytes(rgb);
    ImageFiles.writePng(RgbImage.of(75, 48, rgb), image);
    Path model = folder.resolve("model.of-any-name");
    assertThat(yoso4j("export", "--run", folder.resolve("run"), "--format", "onnx", "--out", model))
        .as(err.toString())
        .isZero();
    try (OnnxNetwork network = OnnxNetwork.open(model)) {
      assertThat(network.card()).isEqualTo(CARD);
    }
    for (Path file : List.of(model, weights)) {
      assertThat(
              yoso4j(
                  "predict",
                  "--weights",
                  file,
                  "--images",
                  image,
                  "--threshold",
                  "0",
                  "--out",
                  folder.resolve(file.getFileName() + "-found")))
          .as(err.toString())
          .isZero();
    }
    String found = Files.readString(folder.resolve("model.of-any-name-found/results.json"));
    assertThat(found).contains("\"category_id\"");
    assertThat(found.replaceAll("\"score\":[^,}]*", ""))
        .isEqualTo(
            Files.readString(folder.resolve("best.safetensors-found/results.json"))
                .replaceAll("\"score\":[^,}]*", ""));
  }

  @Test
  void predictRunsTheExportedFileWithoutLibtorch() throws IOException, InterruptedException {
    Path image = folder.resolve("image.png");
    ImageFiles.writePng(RgbImage.of(40, 30, new byte[3 * 40 * 30]), image);
    Path model = folder.resolve("model.onnx");
    assertThat(yoso4j("export", "--weights", weights, "--format", "onnx", "--out", model)).isZero();
    Path found = folder.resolve("found");

    Finished onnx =
        withoutLibtorch("predict", "--weights", model, "--images", image, "--out", found);
    assertThat(onnx.code()).as(onnx.said()).isZero();
    assertThat(found.resolve("results.json")).exists();

    Finished other =
        withoutLibtorch("predict", "--weights", weights, "--images", image, "--out", found);
    assertThat(other.code()).as(other.said()).isEqualTo(ExitCode.UNAVAILABLE.code());
    assertThat(other.said().lines())
        .hasSize(1)
        .allMatch(line -> line.startsWith("yoso4j: error: libtorch is not on the class path: "));
  }

  private record Finished(int code, String said) {}

  private static Finished withoutLibtorch(Object... args) throws IOException, InterruptedException {
    String jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("bytedeco"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                jars,
                "io.yoso4j.cli.Main"));
    Arrays.stream(args).map(Object::toString).forEach(command::add);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Finished(process.waitFor(), said);
  }

  @Test
  void anOldFileStaysUnlessAskedFor() throws IOException {
    Path target = Files.writeString(folder.resolve("old.onnx"), "old");
    assertThat(yoso4j("export", "--weights", weights, "--format", "onnx", "--out", target))
        .isEqualTo(ExitCode.CANT_CREATE.code());
    assertThat(target).hasContent("old");
    assertThat(
            yoso4j(
                "export", "--weights", weights, "--format", "onnx", "--out", target, "--overwrite"))
        .isZero();
    OnnxNetwork.open(target).close();
  }

  @Test
  void anExportedFileIsNoSource() {
    Path model = folder.resolve("model");
    assertThat(yoso4j("export", "--weights", weights, "--format", "onnx", "--out", model)).isZero();
    refused(
        ExitCode.DATA_ERROR,
        "is an ONNX model already",
        "--weights",
        model,
        "--format",
        "pth",
        "--out",
        folder.resolve("again"));
    assertThat(folder.resolve("again")).doesNotExist();
  }

  @Test
  void wrongArgumentsAreOneLine() throws IOException {
    Path target = folder.resolve("x.onnx");
    Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model");
    refused(ExitCode.USAGE, "one of --run and --weights", "--format", "onnx", "--out", target);
    refused(
        ExitCode.USAGE,
        "--checkpoint goes with --run",
        "--weights",
        weights,
        "--checkpoint",
        "best",
        "--format",
        "onnx",
        "--out",
        target);
    refused(
        ExitCode.USAGE,
        "--temperature must be positive",
        "--weights",
        weights,
        "--temperature",
        "0",
        "--format",
        "onnx",
        "--out",
        target);
    refused(
        ExitCode.NO_INPUT,
        "nowhere.pth",
        "--weights",
        folder.resolve("nowhere.pth"),
        "--format",
        "onnx",
        "--out",
        target);
    refused(
        ExitCode.DATA_ERROR,
        "broken.onnx",
        "--weights",
        broken,
        "--format",
        "onnx",
        "--out",
        target);
    refused(
        ExitCode.CANT_CREATE,
        "no such folder",
        "--weights",
        weights,
        "--format",
        "onnx",
        "--out",
        folder.resolve("no/where.onnx"));
    assertThat(target).doesNotExist();
  }

  @Test
  void predictSaysWhatIsWrongWithAFile() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model");
    Path image = folder.resolve("image.png");
    ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    assertThat(
            yoso4j("predict", "--weights", broken, "--images", image, "--out", folder.resolve("f")))
        .isEqualTo(ExitCode.DATA_ERROR.code());
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("broken.onnx: is no ONNX model: ");
  }

  private void refused(ExitCode code, String message, Object... args) {
    err.getBuffer().setLength(0);
    Object[] all = new Object[args.length + 1];
    all[0] = "export";
    System.arraycopy(args, 0, all, 1, args.length);
    assertThat(yoso4j(all)).as(err.toString()).isEqualTo(code.code());
    assertThat(err.toString().lines().findFirst().orElseThrow()).contains(message);
    assertThat(err.toString()).doesNotContain("\tat ");
  }
}
