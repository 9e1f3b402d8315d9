package io.yoso4j.train;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.weights.DType;
import io.yoso4j.model.weights.Safetensors;
import io.yoso4j.model.weights.WeightException;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.weights.WeightTensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;

/**
 * A training state in one safetensors file: the network's tensors in upstream's names, the
 * optimiser's under {@code optimizer.}, and the {@link CheckpointInfo} in the header, so that state
 * and step can never disagree; beside it the {@link ModelCard}, all that inference needs. The
 * {@code .json} beside it repeats the info for people and tools.
 */
final class Checkpoint {
  private static final String INFO_KEY = "yoso4j";

  private final Path file;
  private final Map<String, WeightTensor> tensors;
  private final CheckpointInfo info;

  private Checkpoint(Path file, Map<String, WeightTensor> tensors, CheckpointInfo info) {
    this.file = file;
    this.tensors = tensors;
    this.info = info;
  }

  /**
   * Writes {@code file} and the JSON beside it, each whole or not at all.
   *
   * @throws TrainException if that fails
   */
  static void write(Path file, Map<String, Tensor> tensors, CheckpointInfo info, ModelCard card) {
    String json = RunJson.write(info);
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      Map<String, WeightTensor> stored = new LinkedHashMap<>();
      tensors.forEach((name, tensor) -> {
        Tensor host = tensor.detach().to(Device.CPU).contiguous();
        stored.put(
            name, new WeightTensor(name, dtype(name, host.type()), host.shape(), host.data()));
      });
      Safetensors.write(
          file, stored, Map.of(INFO_KEY, json, ModelCard.METADATA_KEY, card.toJson()));
      AtomicFile.write(
          json(file), out -> out.write(RunJson.writePretty(info).getBytes(StandardCharsets.UTF_8)));
    } catch (WeightException | DataException e) {
      throw new TrainException(TrainException.Kind.WRITE, RunJson.firstLine(e), e);
    }
  }

  /**
   * Reads a checkpoint that {@link #write} made.
   *
   * @throws TrainException if there is none or it is damaged
   */
  static Checkpoint read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new TrainException(
          TrainException.Kind.CHECKPOINT, "no checkpoint at " + file + ": train first");
    }
    try {
      WeightFile weights = WeightFile.read(file);
      String json = weights.metadata().get(INFO_KEY);
      if (json == null || !weights.verified()) {
        throw new TrainException(
            TrainException.Kind.CHECKPOINT,
            file
                + " is no checkpoint of a yoso4j run: it lacks "
                + (json == null ? "the entry " + INFO_KEY : "a digest of its bytes"));
      }
      return new Checkpoint(file, weights.tensors(), RunJson.read(json, CheckpointInfo.class));
    } catch (WeightException | JacksonException e) {
      throw new TrainException(
          TrainException.Kind.CHECKPOINT,
          file + " is damaged: " + RunJson.firstLine(e).replace(file + ": ", ""),
          e);
    }
  }

  CheckpointInfo info() {
    return info;
  }

  /** Whether it has a tensor of this name. */
  boolean holds(String name) {
    return tensors.containsKey(name);
  }

  /**
   * Copies the stored values into {@code targets}, all of them or none.
   *
   * @throws TrainException if a tensor is missing or has another shape
   */
  void restore(Map<String, Tensor> targets) {
    targets.forEach(this::check);
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      targets.forEach((name, target) -> {
        WeightTensor stored = stored(name);
        target.copyInPlace(
            Tensor.copyOf(stored.data(), elementType(name, stored.dtype()), stored.shape()));
      });
    }
  }

  private void check(String name, Tensor target) {
    long[] shape = stored(name).shape();
    if (!Arrays.equals(shape, target.shape())) {
      throw new TrainException(
          TrainException.Kind.CHECKPOINT,
          file
              + ": tensor "
              + name
              + " is "
              + Arrays.toString(shape)
              + ", but the configured network has "
              + Arrays.toString(target.shape()));
    }
  }

  private WeightTensor stored(String name) {
    WeightTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new TrainException(TrainException.Kind.CHECKPOINT, file + " lacks the tensor " + name);
    }
    return tensor;
  }

  private static Path json(Path file) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.replaceFirst("\\.safetensors$", "") + ".json");
  }

  private static DType dtype(String name, ElementType type) {
    return switch (type) {
      case FLOAT32 -> DType.F32;
      case INT64 -> DType.I64;
      default -> throw new IllegalStateException(name + " has unexpected type " + type);
    };
  }

  private ElementType elementType(String name, DType type) {
    return switch (type) {
      case F32 -> ElementType.FLOAT32;
      case I64 -> ElementType.INT64;
      default ->
          throw new TrainException(
              TrainException.Kind.CHECKPOINT,
              file + ": tensor " + name + " has type " + type + ", expected F32 or I64");
    };
  }
}
