package io.yoso4j.export;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.yoso4j.data.DataException;
import io.yoso4j.model.MemoryNetwork;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.QueryOutputs;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.model.yoso.InputSpec;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A network that {@link OnnxFile} wrote, run by ONNX Runtime on the CPU: no libtorch is loaded.
 * Thread-safe.
 *
 * <pre>{@code
 * try (Segmenter segmenter = OnnxNetwork.segmenter(Path.of("model.onnx"))) {
 *   List<Instance> found = segmenter.segment(ImageFiles.read(photo));
 * }
 * }</pre>
 */
public final class OnnxNetwork implements MemoryNetwork {
  private final OrtSession session;
  private final ModelCard card;
  private final InputSpec input;
  private final int queries;

  private OnnxNetwork(OrtSession session, ModelCard card, InputSpec input, int queries) {
    this.session = session;
    this.card = card;
    this.input = input;
    this.queries = queries;
  }

  /** A segmenter over the network in {@code file}; closing it frees the network. */
  public static Segmenter segmenter(Path file) {
    return segmenter(file, ModelCard.EMPTY, UnaryOperator.identity());
  }

  /**
   * As {@link #segmenter(Path)}, with changes to the options (defaults with the model's own input
   * size), and a card whose classes and input size win over the file's.
   *
   * @throws DataException as {@link #open}, or if another number of classes is named, or a
   *     temperature or normalisation, which are part of the file
   */
  public static Segmenter segmenter(
      Path file, ModelCard overrides, UnaryOperator<SegmenterOptions> options) {
    OnnxNetwork network = open(file);
    try {
      if (overrides.temperature() != null || overrides.input() != null) {
        throw new DataException(
            "%s: temperature %s is part of the file, as is the normalisation"
                .formatted(file, network.card.temperature()));
      }
      ModelCard card = overrides.or(network.card);
      if (card.classes().size() != network.numClasses()) {
        throw new DataException(
            "%s: is for %d classes, but %d are named"
                .formatted(file, network.numClasses(), card.classes().size()));
      }
      SegmenterOptions start = SegmenterOptions.defaults();
      return Segmenter.of(
          network,
          options.apply(card.inputSize() == null ? start : start.withInputSize(card.inputSize())),
          card);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /**
   * Opens a file.
   *
   * @throws DataException in one line, naming the file, if it cannot be read, is no ONNX, was not
   *     written by {@link OnnxFile}, or uses an operator that ONNX Runtime lacks
   */
  public static OnnxNetwork open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": is no file");
    }
    OrtSession session = null;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      environment.setTelemetry(false);
      session = environment.createSession(file.toString(), options);
      return checked(file, session);
    } catch (OrtException e) {
      throw new DataException(file + ": is no model for ONNX Runtime: " + line(e), e);
    } catch (RuntimeException e) {
      close(session, e);
      throw e;
    }
  }

  private static void close(@Nullable OrtSession session, RuntimeException cause) {
    try {
      if (session != null) {
        session.close();
      }
    } catch (OrtException e) {
      cause.addSuppressed(e);
    }
  }

  private static OnnxNetwork checked(Path file, OrtSession session) throws OrtException {
    String json = session.getMetadata().getCustomMetadata().get(ModelCard.METADATA_KEY);
    if (json == null) {
      throw new DataException(
          file + ": was not exported by yoso4j: has no metadata " + ModelCard.METADATA_KEY);
    }
    ModelCard card;
    try {
      card = ModelCard.ofJson(json);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          file + ": metadata " + ModelCard.METADATA_KEY + ": " + e.getMessage());
    }
    InputSpec input = card.input();
    if (input == null || card.classes().isEmpty()) {
      throw new DataException(
          file
              + ": metadata "
              + ModelCard.METADATA_KEY
              + " has no "
              + (input == null ? "pixel_mean" : "classes"));
    }
    require(file, session.getInputInfo(), OnnxFile.IMAGES, -1, 3, -1, -1);
    long[] logits =
        require(file, session.getOutputInfo(), OnnxFile.LOGITS, -1, -1, card.classes().size() + 1L);
    require(file, session.getOutputInfo(), OnnxFile.MASKS, -1, logits[1], -1, -1);
    if (logits[1] < 1) {
      throw new DataException(file + ": has an unknown number of queries");
    }
    return new OnnxNetwork(session, card, input, Math.toIntExact(logits[1]));
  }

  /** The shape of a float input or output; −1 in {@code wanted} stands for any size. */
  private static long[] require(
      Path file, Map<String, NodeInfo> infos, String name, long... wanted) {
    NodeInfo info = infos.get(name);
    if (info == null
        || !(info.getInfo() instanceof TensorInfo tensor)
        || tensor.type != OnnxJavaType.FLOAT) {
      throw new DataException(file + ": has no float tensor \"" + name + "\"");
    }
    long[] shape = tensor.getShape();
    boolean fits = shape.length == wanted.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = wanted[i] == -1 || shape[i] == wanted[i];
    }
    if (!fits) {
      throw new DataException(
          "%s: tensor \"%s\" must be %s, is %s (-1 is any size)"
              .formatted(file, name, Arrays.toString(wanted), Arrays.toString(shape)));
    }
    return shape;
  }

  /** What the file says about the model. */
  public ModelCard card() {
    return card;
  }

  @Override
  public InputSpec input() {
    return input;
  }

  @Override
  public int numClasses() {
    return card.classes().size();
  }

  @Override
  public <T> T predict(
      MemorySegment images, int batch, int height, int width, Function<QueryOutputs, T> use) {
    long[] shape = {batch, 3, height, width};
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                images.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer(),
                shape);
        OrtSession.Result result = session.run(Map.of(OnnxFile.IMAGES, tensor))) {
      OnnxTensor masks = tensor(result, OnnxFile.MASKS);
      long[] sizes = masks.getInfo().getShape();
      return use.apply(
          new QueryOutputs(
              values(tensor(result, OnnxFile.LOGITS)),
              values(masks),
              queries,
              Math.toIntExact(sizes[2]),
              Math.toIntExact(sizes[3])));
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + line(e), e);
    }
  }

  private static OnnxTensor tensor(OrtSession.Result result, String name) {
    OnnxValue value = result.get(name).orElseThrow();
    return (OnnxTensor) value;
  }

  private static MemorySegment values(OnnxTensor tensor) {
    return MemorySegment.ofArray(tensor.getFloatBuffer().array());
  }

  private static String line(OrtException e) {
    return Objects.toString(e.getMessage()).strip().replaceAll("\\s+", " ");
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + line(e), e);
    }
  }
}
