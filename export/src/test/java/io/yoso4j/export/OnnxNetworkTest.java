package io.yoso4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
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
    refused(new byte[0], "is empty");
    refused(Arrays.copyOf(whole, whole.length / 2), "is no ONNX model: ends early");
    refused(
        changed(whole, model -> first(model).setDataLocation(TensorProto.DataLocation.EXTERNAL)),
        "keeps weights in other files");
    for (long size : new long[] {-1, 0, 1L << 40, Long.MAX_VALUE}) {
      refused(
          changed(whole, model -> first(model).setDims(0, size)), "is no model for ONNX Runtime");
    }
    refused(
        changed(whole, model -> model.getGraphBuilder().getNodeBuilder(0).setOpType("Nonsense")),
        "is no model for ONNX Runtime");
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

  private static TensorProto.Builder first(ModelProto.Builder model) {
    return model.getGraphBuilder().getInitializerBuilder(0);
  }

  /** What the file announces is checked when it is opened, what it yields when it runs. */
  @Test
  void aNetworkThatFailsOnImagesIsOneLine() throws IOException {
    byte[] whole = Files.readAllBytes(tiny());
    failing(resized(whole, "Tile", 1, 1, 1 << 20, 1 << 20), "ONNX Runtime failed");
    failing(resized(whole, "Expand", 1, 1, 1 << 20, 1 << 20), "ONNX Runtime failed");
    failing(resized(whole, "Tile", 1, 2, 1, 1), "tensor \"masks\" must be [1, 25, -1, -1], is");
    failing(resized(whole, "Tile", 2, 1, 1, 1), "tensor \"masks\" must be [1, 25, -1, -1], is");
    failing(resized(whole, "Tile", 1, 1, 0, 1), "tensor \"masks\" must be [1, 25, -1, -1], is");
  }

  /** Masks go through one more node; its sizes are computed, so that nobody can check them. */
  private static byte[] resized(byte[] whole, String operator, long... sizes) throws IOException {
    return changed(
        whole,
        model -> {
          GraphProto.Builder graph = model.getGraphBuilder();
          int last = graph.getNodeCount() - 1;
          TensorProto.Builder tensor =
              TensorProto.newBuilder()
                  .setName("sizes")
                  .setDataType(TensorProto.DataType.INT64.getNumber())
                  .addDims(sizes.length);
          for (long size : sizes) {
            tensor.addInt64Data(size);
          }
          graph.addInitializer(tensor);
          String masks = graph.getNode(last).getInput(0);
          graph
              .addNode(last, node(operator, "resized", masks, "hidden"))
              .addNode(last, node("Add", "hidden", "sizes", "zeros"))
              .addNode(last, node("Sub", "zeros", "shape", "shape"))
              .addNode(last, node("Shape", "shape", "images"));
          graph.getNodeBuilder(graph.getNodeCount() - 1).setInput(0, "resized");
        });
  }

  private static NodeProto node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private void failing(byte[] bytes, String message) throws IOException {
    Path file = Files.write(folder.resolve("bad.onnx"), bytes);
    try (Segmenter segmenter = OnnxNetwork.segmenter(file)) {
      assertThatThrownBy(() -> segmenter.segment(SegmentFile.image(64, 64)))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file.toString())
          .hasMessageContaining(message)
          .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }
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
