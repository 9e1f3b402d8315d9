package io.yoso4j.train.conformance;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.NonFinite;
import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.criterion.LossReport;
import io.yoso4j.train.criterion.StageLoss;
import io.yoso4j.train.criterion.StageOutputs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A training step whose loss or gradient was not finite, with all that its loss depends on. Written
 * to a folder, it is a case that {@link Conformance} replays.
 *
 * @param config of the run
 * @param numClasses of the data set
 * @param step steps taken before this one: with the seed and the image ids the key of its random
 *     points
 * @param reason what was found, for people
 * @param stages predictions of every stage; used while writing only
 * @param targets objects of every image
 * @param images what the network saw
 * @param files the images' names, in the batch's order
 * @param loss what the loss of these images came to, as their part of the step's
 * @param classWeights what its class terms were divided by, or null for every stage's own sum
 * @param run anything else that is worth knowing, written as {@code run}
 */
public record FailedStep(
    TrainConfig config,
    int numClasses,
    long step,
    String reason,
    List<StageOutputs> stages,
    List<ImageTargets> targets,
    List<RgbImage> images,
    List<String> files,
    LossReport loss,
    @Nullable Double classWeights,
    Map<String, ?> run) {
  static final String FAMILY = "yoso4j";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * Writes the folder, whole or not at all; one that is there already is left as it is.
   *
   * @throws io.yoso4j.data.DataException if an image cannot be written
   * @throws UncheckedIOException if another file cannot be written
   */
  public void write(Path folder) {
    if (Files.exists(folder)) {
      return;
    }
    Path temporary = AtomicFile.temporarySibling(folder);
    try {
      Files.createDirectories(temporary);
      writeTo(temporary);
      AtomicFile.move(temporary, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeTo(Path folder) throws IOException {
    Files.writeString(folder.resolve("config.yaml"), config.toYaml());
    for (int i = 0; i < images.size(); i++) {
      ImageFiles.writePng(images.get(i), folder.resolve("b" + i + ".png"));
      writeTargets(folder, "tgt.b" + i + ".", targets.get(i));
    }
    for (int i = 0; i < stages.size(); i++) {
      StageOutputs stage = stages.get(i);
      write(folder, "c" + i + ".pred_logits", stage.logits());
      write(folder, "c" + i + ".pred_masks", stage.masks());
    }
    Files.write(
        folder.resolve("meta.json"),
        JSON.writeValueAsString(meta()).getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path folder, String name, @Nullable Tensor tensor) throws IOException {
    if (tensor != null) {
      try (TensorScope _ = TensorScope.open()) {
        Tensor host = tensor.detach().to(Device.CPU).contiguous();
        NpyWriter.write(folder.resolve(name + ".npy"), NpyType.FLOAT32, host.data(), host.shape());
      }
    }
  }

  private static void writeTargets(Path folder, String prefix, ImageTargets image)
      throws IOException {
    byte[] labels = new byte[Math.multiplyExact(image.count(), Long.BYTES)];
    ByteBuffer values = ByteBuffer.wrap(labels).order(ByteOrder.LITTLE_ENDIAN);
    for (int label : image.labels()) {
      values.putLong(label);
    }
    NpyWriter.write(
        folder.resolve(prefix + "labels.npy"),
        NpyType.INT64,
        MemorySegment.ofArray(labels),
        image.count());
    writeMasks(folder.resolve(prefix + "masks.npy"), image.masks(), image);
    BitMask ignore = image.ignore();
    if (ignore != null) {
      writeMasks(folder.resolve(prefix + "ignore.npy"), List.of(ignore), image);
    }
  }

  private static void writeMasks(Path file, List<BitMask> masks, ImageTargets size)
      throws IOException {
    int pixels = Math.multiplyExact(size.height(), size.width());
    byte[] bytes = new byte[Math.multiplyExact(pixels, masks.size())];
    for (int m = 0; m < masks.size(); m++) {
      long[] words = masks.get(m).words();
      for (int i = 0; i < pixels; i++) {
        bytes[m * pixels + i] = (byte) (words[i >> 6] >>> i & 1);
      }
    }
    NpyWriter.write(
        file,
        NpyType.UINT8,
        MemorySegment.ofArray(bytes),
        masks.size(),
        size.height(),
        size.width());
  }

  private Map<String, Object> meta() {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("family", FAMILY);
    meta.put("reason", reason);
    meta.put("num_classes", numClasses);
    Map<String, Object> draws = new LinkedHashMap<>();
    draws.put("seed", config.seed());
    draws.put("step", step);
    draws.put("image_ids", targets.stream().map(ImageTargets::imageId).toList());
    meta.put("draws", draws);
    meta.put("images", files);
    Map<String, Object> divisors = new LinkedHashMap<>();
    divisors.put("num_masks", loss.numMasks());
    if (classWeights != null) {
      divisors.put("class_weights", classWeights);
    }
    meta.put("divisors", divisors);
    meta.put("total", number(loss.total()));
    Map<String, Object> terms = new LinkedHashMap<>();
    for (StageLoss stage : loss.stages()) {
      Map<String, Object> weighted = new LinkedHashMap<>();
      stage.weighted().forEach((term, value) -> weighted.put(term, number(value)));
      terms.put(stage.name(), weighted);
    }
    meta.put("weighted", terms);
    meta.put("non_finite", loss.nonFinite().stream().map(FailedStep::place).toList());
    meta.put("run", run);
    return meta;
  }

  /** A place as it is written and compared. */
  static String place(NonFinite place) {
    return "%s of stage %s, image %d, from query %d on"
        .formatted(place.term(), place.stage(), place.imageId(), place.query());
  }

  /** JSON has no word for what is not finite. */
  private static Object number(double value) {
    return Double.isFinite(value) ? value : Double.toString(value);
  }
}
