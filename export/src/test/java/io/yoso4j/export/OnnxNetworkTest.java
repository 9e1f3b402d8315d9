package io.yoso4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.Instance;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.model.StoredModel;
import io.yoso4j.model.yoso.YosoConfig;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class OnnxNetworkTest {
  @TempDir private Path folder;

  private static Stream<Models.Named> models() {
    return Models.all();
  }

  @ParameterizedTest
  @MethodSource("models")
  void instancesAreTheNetworks(Models.Named named) throws IOException {
    Path file = folder.resolve("model.onnx");
    Path source = named.source().file(folder);
    try (Arena arena = Arena.ofConfined()) {
      OnnxFile.write(file, named.read(folder, arena), Deformable.DEFORM_CONV);
    }
    UnaryOperator<SegmenterOptions> options =
        start -> start.withInputSize(new InputSize.Original()).withScoreThreshold(0);
    try (Segmenter onnx = OnnxNetwork.segmenter(file, ModelCard.EMPTY, options);
        Segmenter direct = Segmenter.open(source, named.card(), options)) {
      assertThat(onnx.classes()).isEqualTo(direct.classes());
      for (int[] size : new int[][] {{128, 96}, {90, 150}}) {
        same(
            onnx.segment(SegmentFile.image(size[0], size[1])),
            direct.segment(SegmentFile.image(size[0], size[1])));
      }
    }
  }

  /** Scores that are equal but for rounding may change places. */
  private static List<Instance> sorted(List<Instance> instances) {
    return instances.stream()
        .sorted(Comparator.comparingInt(Instance::query).thenComparingInt(Instance::category))
        .toList();
  }

  /** A pixel whose logit is 0 but for rounding may lie on either side. */
  private static void same(List<Instance> ours, List<Instance> theirs) {
    List<Instance> actual = sorted(ours);
    List<Instance> expected = sorted(theirs);
    assertThat(actual).hasSameSizeAs(expected).isNotEmpty();
    for (int i = 0; i < expected.size(); i++) {
      Instance found = actual.get(i);
      Instance wanted = expected.get(i);
      assertThat(found.category()).isEqualTo(wanted.category());
      assertThat(found.query()).isEqualTo(wanted.query());
      assertThat(found.score()).isCloseTo(wanted.score(), within(1e-4));
      assertThat((double) found.mask().area())
          .isCloseTo(wanted.mask().area(), within(2 + 1e-3 * wanted.mask().area()));
    }
  }

  @Test
  void needsNoLibtorch() throws IOException, InterruptedException {
    Path file = tiny();
    String jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("bytedeco"))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                jars,
                SegmentFile.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("without libtorch");
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    byte[] first = Files.readAllBytes(tiny());
    assertThat(Files.readAllBytes(tiny())).isEqualTo(first);
  }

  @Test
  void foreignAndDamagedFilesAreOneLine() throws IOException {
    byte[] whole = Files.readAllBytes(tiny());
    refused(new byte[0], "is no model for ONNX Runtime");
    refused(Arrays.copyOf(whole, whole.length / 2), "is no model for ONNX Runtime");
    refused(changed(whole, model -> model.clearMetadataProps()), "was not exported by yoso4j");
    refused(
        changed(whole, model -> model.getMetadataPropsBuilder(0).setValue("[")),
        "metadata yoso4j.model");
    refused(
        changed(whole, model -> model.getMetadataPropsBuilder(0).setValue("{}")),
        "has no pixel_mean");
    ModelCard three =
        Models.CARD.withClasses(
            Stream.of(1, 2, 3).map(id -> new PanopticCategory(id, "c" + id, true)).toList());
    refused(
        changed(whole, model -> model.getMetadataPropsBuilder(0).setValue(three.toJson())),
        "tensor \"logits\" must be [-1, -1, 4], is [-1, 25, 3]");
    assertThatThrownBy(() -> OnnxNetwork.open(folder)).hasMessageContaining("is no file");
  }

  @Test
  void whatTheFileFixesCannotBeOverridden() {
    Path file = tiny();
    assertThatThrownBy(() ->
            OnnxNetwork.segmenter(
                file, ModelCard.EMPTY.withTemperature(1), UnaryOperator.identity()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("temperature 0.07 is part of the file");
    assertThatThrownBy(() ->
            OnnxNetwork.segmenter(
                file,
                ModelCard.EMPTY.withClasses(List.of(new PanopticCategory(1, "a", true))),
                UnaryOperator.identity()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is for 2 classes, but 1 are named");
  }

  private void refused(byte[] bytes, String message) throws IOException {
    Path file = Files.write(folder.resolve("bad.onnx"), bytes);
    assertThatThrownBy(() -> OnnxNetwork.open(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  private static byte[] changed(byte[] file, Consumer<ModelProto.Builder> change)
      throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(file).toBuilder();
    change.accept(model);
    return model.build().toByteArray();
  }

  private Path tiny() {
    Path file = folder.resolve("tiny.onnx");
    try (Arena arena = Arena.ofConfined()) {
      Path weights = Models.write(folder, YosoConfig.tiny(2));
      OnnxFile.write(
          file, StoredModel.read(weights, ModelCard.EMPTY, arena), Deformable.DEFORM_CONV);
    }
    return file;
  }
}
