package io.yoso4j.model.weights;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The tensors of a weight file. Read are safetensors, PyTorch {@code .pth} (zip and legacy, plain
 * state dictionaries and detectron2 checkpoints) and detectron2 {@code .pkl} files; the content
 * decides, not the file's name.
 *
 * <p>Files are hostile until shown otherwise: nothing in a file is executed, every size is checked
 * before memory is taken, and each failure is a {@link WeightException}.
 */
public final class WeightFile {
  private final Path source;
  private final Map<String, WeightTensor> tensors;
  private final Map<String, String> metadata;
  private final Map<String, String> others;
  private final String format;
  private final boolean verified;

  WeightFile(Path source, Map<String, WeightTensor> tensors, Map<String, String> metadata) {
    this(source, tensors, metadata, Map.of(), "", false);
  }

  WeightFile(
      Path source,
      Map<String, WeightTensor> tensors,
      Map<String, String> metadata,
      Map<String, String> others,
      String format,
      boolean verified) {
    this.source = source;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    this.others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    this.format = format;
    this.verified = verified;
  }

  /**
   * Reads a file that stays memory-mapped while any of its tensors is reachable. The file must not
   * be truncated meanwhile; replacing it by a move is fine.
   *
   * @throws WeightException if the file cannot be read or breaks a rule of its format
   */
  public static WeightFile read(Path file) {
    return read(file, Arena.ofAuto());
  }

  /**
   * Reads a file whose tensors live as long as {@code arena}; closing the arena unmaps the file.
   *
   * @throws WeightException if the file cannot be read or breaks a rule of its format
   */
  public static WeightFile read(Path file, Arena arena) {
    Objects.requireNonNull(arena, "arena");
    return read(ByteView.map(file, arena), arena);
  }

  /** Reads bytes that are in memory already. */
  static WeightFile read(ByteView view, Arena arena) {
    FileFormat format = FileFormat.detect(view);
    WeightFile file =
        switch (format) {
          case SAFETENSORS -> SafetensorsReader.read(view);
          case TORCH_ZIP -> TorchZipReader.read(view, arena);
          case TORCH_LEGACY -> TorchLegacyReader.read(view, arena);
          case PICKLE -> PlainPickleReader.read(view, arena);
        };
    return new WeightFile(
        file.source, file.tensors, file.metadata, file.others, format.describe(), file.verified);
  }

  /** Where the tensors came from. */
  public Path source() {
    return source;
  }

  /** The tensors by name, in the file's order; unmodifiable. */
  public Map<String, WeightTensor> tensors() {
    return tensors;
  }

  /**
   * Text beside the tensors: the safetensors metadata, or the scalar entries of a checkpoint
   * dictionary (such as {@code iteration}) written as text; unmodifiable.
   */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * What else a checkpoint holds, such as an optimiser's state, by name with a word on its kind;
   * unmodifiable. It is not read.
   */
  public Map<String, String> others() {
    return others;
  }

  /** What a person calls the format, such as {@code PyTorch zip}; empty for tensors in memory. */
  public String format() {
    return format;
  }

  /**
   * Whether the file carried a digest of its bytes, as {@link Safetensors#write} gives it, and the
   * bytes agreed with it. A file that disagrees with its digest cannot be read.
   */
  public boolean verified() {
    return verified;
  }

  /**
   * The tensor of a name.
   *
   * @throws WeightException if the file has none
   */
  public WeightTensor tensor(String name) {
    WeightTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new WeightException(source, "has no tensor " + WeightException.quote(name), null);
    }
    return tensor;
  }
}
