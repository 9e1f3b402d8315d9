package io.yoso4j.export;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import io.yoso4j.data.DataException;
import io.yoso4j.model.MemoryNetwork;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.QueryOutputs;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.model.yoso.InputSpec;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
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
  /** Failures come as exceptions; ONNX Runtime would print them as well. */
  private static final OrtLoggingLevel QUIET = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

  private final Path file;
  private final OrtSession session;
  private final ModelCard card;
  private final InputSpec input;
  private final int queries;

  private OnnxNetwork(Path file, OrtSession session, ModelCard card, InputSpec input, int queries) {
    this.file = file;
    this.session = session;
    this.card = card;
    this.input = input;
    this.queries = queries;
  }

  /** There is one per process; a program that started its own before keeps it. */
  private static final class Started {
    private static final OrtEnvironment ENVIRONMENT =
        OrtEnvironment.getEnvironment(QUIET, "yoso4j");
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
      SegmenterOptions start = card.on(SegmenterOptions.defaults());
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
   * @throws DataException in one line, naming the file, if it cannot be read, is no ONNX, keeps
   *     weights in other files, was not written by {@link OnnxFile}, or uses an operator that ONNX
   *     Runtime lacks
   */
  public static OnnxNetwork open(Path file) {
    OnnxContent.requireSelfContained(file);
    OrtSession session = null;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(QUIET);
      Started.ENVIRONMENT.setTelemetry(false);
      session = Started.ENVIRONMENT.createSession(file.toString(), options);
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
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    int columns = card.classes().size() + 1;
    require(
        file, OnnxFile.IMAGES, declared(session.getInputInfo(), OnnxFile.IMAGES), -1, 3, -1, -1);
    long[] logits =
        require(file, OnnxFile.LOGITS, declared(outputs, OnnxFile.LOGITS), -1, -1, columns);
    require(file, OnnxFile.MASKS, declared(outputs, OnnxFile.MASKS), -1, logits[1], -1, -1);
    if (logits[1] < 1) {
      throw new DataException(file + ": has an unknown number of queries");
    }
    return new OnnxNetwork(file, session, card, input, Math.toIntExact(logits[1]));
  }

  private static @Nullable ValueInfo declared(Map<String, NodeInfo> infos, String name) {
    NodeInfo info = infos.get(name);
    return info == null ? null : info.getInfo();
  }

  /** The shape of a float tensor; −1 in {@code wanted} stands for any size. */
  private static long[] require(Path file, String name, @Nullable ValueInfo info, long... wanted) {
    if (!(info instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
      throw new DataException(file + ": has no float tensor \"" + name + "\"");
    }
    long[] shape = tensor.getShape();
    boolean fits = shape.length == wanted.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = wanted[i] == -1 ? shape[i] != 0 : shape[i] == wanted[i];
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

  /**
   * {@inheritDoc}
   *
   * @throws DataException naming the file, if its network fails on these images
   * @throws IllegalArgumentException if the images exceed 2 GB, the most that ONNX Runtime takes
   */
  @Override
  public <T> T predict(
      MemorySegment images, int batch, int height, int width, Function<QueryOutputs, T> use) {
    if (images.byteSize() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d images of %d x %d pixels exceed the 2 GB that ONNX Runtime takes: use smaller batches"
              .formatted(batch, width, height));
    }
    long[] shape = {batch, 3, height, width};
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                Started.ENVIRONMENT,
                images.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer(),
                shape);
        OrtSession.Result result = session.run(Map.of(OnnxFile.IMAGES, tensor))) {
      OnnxTensor logits = tensor(result, OnnxFile.LOGITS);
      OnnxTensor masks = tensor(result, OnnxFile.MASKS);
      require(file, OnnxFile.LOGITS, logits.getInfo(), batch, queries, numClasses() + 1L);
      long[] sizes = require(file, OnnxFile.MASKS, masks.getInfo(), batch, queries, -1, -1);
      return use.apply(
          new QueryOutputs(
              values(logits),
              values(masks),
              queries,
              Math.toIntExact(sizes[2]),
              Math.toIntExact(sizes[3])));
    } catch (OrtException e) {
      throw new DataException(file + ": ONNX Runtime failed: " + line(e), e);
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
    return Objects.toString(e.getMessage())
        .replaceFirst("^Error code - \\w+ - message: ", "")
        .replaceFirst("^Load model from .* failed:", "")
        .strip()
        .replaceAll("\\s+", " ");
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
