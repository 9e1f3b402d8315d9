package io.yoso4j.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.yoso4j.data.DataException;
import io.yoso4j.data.PartialFile;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.StoredModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes YOSO networks as ONNX, opset {@value OnnxGraph#OPSET}, normalisations folded into
 * convolutions. Batch and image size are free: the graph pads sides to multiples of the size
 * divisibility D with zeros, at the right and the bottom.
 *
 * <table>
 * <caption>Inputs and outputs</caption>
 * <tr><th>name</th><th>shape</th><th>content</th></tr>
 * <tr><td>{@code images}</td><td>{@code [B, 3, H, W]}</td><td>RGB, normalised</td></tr>
 * <tr><td>{@code logits}</td><td>{@code [B, Q, C + 1]}</td><td>last class: no object</td></tr>
 * <tr><td>{@code masks}</td><td>{@code [B, Q, ⌈H/D⌉·D/4, ⌈W/D⌉·D/4]}</td><td>mask logits of the padded images</td></tr>
 * </table>
 *
 * <p>Everything else that inference needs is the {@link ModelCard}, in the file's metadata under
 * {@link ModelCard#METADATA_KEY}. The same model always gives the same bytes.
 */
public final class OnnxFile {
  static final String IMAGES = "images";
  static final String LOGITS = "logits";
  static final String MASKS = "masks";

  /** The file version that came with opset 19. */
  private static final int IR_VERSION = 9;

  /** A protobuf message is at most this long. */
  private static final long MAX_BYTES = Integer.MAX_VALUE;

  private OnnxFile() {}

  /**
   * Writes a file whole or not at all; an existing one is replaced.
   *
   * @throws DataException naming the file if it cannot be written or the weights exceed the 2 GB of
   *     a protobuf message
   * @throws IllegalArgumentException if the backbone is neither a {@link
   *     io.yoso4j.model.yoso.ResNetConfig} nor a {@link io.yoso4j.model.yoso.MobileNetV2Config}
   */
  public static void write(Path target, StoredModel model, Deformable form) {
    long bytes = model.weights().values().stream().mapToLong(tensor -> 4 * tensor.elements()).sum();
    if (bytes > MAX_BYTES / 2) {
      throw new DataException(
          "%s: cannot be written: %d bytes of weights, ONNX files here hold at most %d"
              .formatted(target, bytes, MAX_BYTES / 2));
    }
    ModelProto proto = build(model, form);
    try (PartialFile file = PartialFile.open(target)) {
      proto.writeTo(file.out());
      file.commit();
    } catch (IOException e) {
      throw new DataException(target + ": cannot be written: " + e.getMessage(), e);
    }
  }

  static ModelProto build(StoredModel model, Deformable form) {
    OnnxGraph graph = new OnnxGraph("YOSO");
    Layers layers = new Layers(graph, model.weights());
    Value images = graph.input(IMAGES, "batch", 3, "height", "width");
    Value padded = graph.padImages(images, model.config().sizeDivisibility());
    List<Value> stages = BackboneLayers.of(layers, model.config().backbone()).emit(padded);
    Value features = new NeckLayers(layers, form).emit(stages);
    HeadLayers.Outputs outputs = new HeadLayers(layers, model.config()).emit(features);
    int queries = model.config().numQueries();
    graph.output(LOGITS, outputs.logits(), "batch", queries, model.config().numClasses() + 1);
    graph.output(MASKS, outputs.masks(), "batch", queries, "mask_height", "mask_width");
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("yoso4j")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OnnxGraph.OPSET))
        .addMetadataProps(
            StringStringEntryProto.newBuilder()
                .setKey(ModelCard.METADATA_KEY)
                .setValue(model.card().toJson()))
        .setGraph(graph.build())
        .build();
  }
}
