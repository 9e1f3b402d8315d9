package io.yoso4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import com.google.protobuf.ByteString;
import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class OnnxContentTest {
  private static final TensorProto INSIDE =
      TensorProto.newBuilder().setName("w").addDims(1).setRawData(bytes(4)).build();
  private static final TensorProto OUTSIDE =
      TensorProto.newBuilder()
          .setName("w")
          .addDims(1)
          .setDataLocation(TensorProto.DataLocation.EXTERNAL)
          .addExternalData(
              StringStringEntryProto.newBuilder().setKey("location").setValue("../../etc/passwd"))
          .build();

  @TempDir private Path folder;

  private static ByteString bytes(int count) {
    return ByteString.copyFrom(new byte[count]);
  }

  private record Place(String name, ModelProto model) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Place> places(TensorProto tensor) {
    SparseTensorProto.Builder sparse = SparseTensorProto.newBuilder();
    AttributeProto attribute = AttributeProto.newBuilder().setName("value").setT(tensor).build();
    GraphProto graph = GraphProto.newBuilder().addInitializer(tensor).build();
    AttributeProto branch = AttributeProto.newBuilder().setName("body").setG(graph).build();
    return Stream.of(
        new Place("initializer", model(graph)),
        new Place("values", model(graph(sparse.clone().setValues(tensor).build()))),
        new Place("indices", model(graph(sparse.clone().setIndices(tensor).build()))),
        new Place("attribute", model(graph(attribute))),
        new Place("branch", model(graph(branch))),
        new Place("tensors", model(graph(AttributeProto.newBuilder().addTensors(tensor).build()))),
        new Place("graphs", model(graph(AttributeProto.newBuilder().addGraphs(graph).build()))),
        new Place(
            "sparse attribute",
            model(
                graph(
                    AttributeProto.newBuilder()
                        .setSparseTensor(sparse.clone().setValues(tensor))
                        .build()))),
        new Place(
            "sparse attributes",
            model(
                graph(
                    AttributeProto.newBuilder()
                        .addSparseTensors(sparse.clone().setValues(tensor))
                        .build()))),
        new Place(
            "function",
            start()
                .addFunctions(
                    FunctionProto.newBuilder()
                        .addNode(NodeProto.newBuilder().addAttribute(attribute)))
                .build()),
        new Place(
            "default of a function",
            start().addFunctions(FunctionProto.newBuilder().addAttributeProto(attribute)).build()),
        new Place(
            "training",
            start().addTrainingInfo(TrainingInfoProto.newBuilder().setAlgorithm(graph)).build()),
        new Place(
            "start of training",
            start()
                .addTrainingInfo(TrainingInfoProto.newBuilder().setInitialization(graph))
                .build()));
  }

  private static ModelProto.Builder start() {
    return ModelProto.newBuilder()
        .setIrVersion(9)
        .setProducerName("test")
        .setGraph(GraphProto.newBuilder().setName("graph").setDocString("ü".repeat(200)));
  }

  private static ModelProto model(GraphProto graph) {
    return start().setGraph(graph).build();
  }

  private static GraphProto graph(AttributeProto attribute) {
    return GraphProto.newBuilder().addNode(NodeProto.newBuilder().addAttribute(attribute)).build();
  }

  private static GraphProto graph(SparseTensorProto tensor) {
    return GraphProto.newBuilder().addSparseInitializer(tensor).build();
  }

  private static Stream<Place> withinTheFile() {
    return places(INSIDE);
  }

  private static Stream<Place> inOtherFiles() {
    TensorProto unnamed =
        TensorProto.newBuilder().setDataLocation(TensorProto.DataLocation.EXTERNAL).build();
    TensorProto unmarked = OUTSIDE.toBuilder().clearDataLocation().build();
    return Stream.of(OUTSIDE, unnamed, unmarked).flatMap(OnnxContentTest::places);
  }

  @ParameterizedTest
  @MethodSource("withinTheFile")
  void weightsInTheFileAreFine(Place place) throws IOException {
    Path file = file(place.model().toByteArray());
    OnnxContent.requireSelfContained(file);
    assertThat(OnnxContent.isOnnx(file)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("inOtherFiles")
  void weightsInOtherFilesAreRefusedWhereverTheyAre(Place place) throws IOException {
    refused(place.model().toByteArray(), "keeps weights in other files");
  }

  @ParameterizedTest
  @MethodSource("withinTheFile")
  void aFileThatIsCutOffIsStillOnnxButRefused(Place place) throws IOException {
    byte[] whole = model(place.model().getGraph()).toByteArray();
    for (int length = 0; length < whole.length; length++) {
      Path file = file(Arrays.copyOf(whole, length));
      refused(Arrays.copyOf(whole, length), length == 0 ? "is empty" : "is no ONNX model: ");
      assertThat(OnnxContent.isOnnx(file)).as("%d bytes", length).isEqualTo(length > 8);
    }
  }

  @Test
  void otherFilesAreNotOnnx() throws IOException {
    for (String text : new String[] {"", "no model", "{}", "\u0008", "PK\u0003\u0004"}) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      assertThat(OnnxContent.isOnnx(file(bytes))).as(text).isFalse();
      refused(bytes, text.isEmpty() ? "is empty" : "is no ONNX model: ");
    }
    byte[] safetensors = (((char) 8) + "\t\0\0\0\0\0\0{").getBytes(StandardCharsets.UTF_8);
    assertThat(OnnxContent.isOnnx(file(safetensors))).isFalse();
    assertThat(OnnxContent.isOnnx(folder)).isFalse();
    assertThat(OnnxContent.isOnnx(folder.resolve("none"))).isFalse();
    refused(ModelProto.newBuilder().setIrVersion(9).build().toByteArray(), "has no graph");
    assertThatThrownBy(() -> OnnxContent.requireSelfContained(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + ": is no file");
  }

  @Test
  void graphsInGraphsHaveALimit() throws IOException {
    refused(nested(40).toByteArray(), "nested deeper than 100");
    OnnxContent.requireSelfContained(file(nested(20).toByteArray()));
  }

  /** Three messages deep per graph. */
  private static ModelProto nested(int graphs) {
    GraphProto graph = GraphProto.getDefaultInstance();
    for (int i = 1; i < graphs; i++) {
      graph = graph(AttributeProto.newBuilder().setG(graph).build());
    }
    return model(graph);
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("model.bin"), content);
  }

  private void refused(byte[] bytes, String message) throws IOException {
    Path file = file(bytes);
    assertThatThrownBy(() -> OnnxContent.requireSelfContained(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }
}
