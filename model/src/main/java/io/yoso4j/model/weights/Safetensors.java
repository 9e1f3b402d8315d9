package io.yoso4j.model.weights;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.Sha256;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes safetensors files. The same tensors and metadata always give the same bytes. */
public final class Safetensors {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long CHUNK = 1L << 26;

  private Safetensors() {}

  /**
   * Writes a file in one step: readers see the old file or the whole new one, also after a crash.
   * The bytes go to a temporary name in the same folder, are synced to the disk and moved. Tensors
   * are stored widest element first, then by name, so that each is aligned. The metadata gets a
   * SHA-256 of the file ({@code yoso4j.sha256}), which {@link WeightFile#read} verifies and leaves
   * out.
   *
   * @param target the file; an existing one is replaced
   * @param tensors by the name to store them under, whatever the tensor's own name
   * @param metadata free text, stored in the order of its keys
   * @throws WeightException if a name is not allowed or the file cannot be written; no temporary
   *     file stays behind
   */
  public static void write(
      Path target, Map<String, WeightTensor> tensors, Map<String, String> metadata) {
    List<Map.Entry<String, WeightTensor>> ordered = new ArrayList<>(tensors.entrySet());
    ordered.sort(
        Comparator.comparingInt(
                (Map.Entry<String, WeightTensor> e) -> -e.getValue().dtype().bytes())
            .thenComparing(Map.Entry::getKey));
    byte[] header = header(target, ordered, metadata);
    sign(header, ordered);
    try {
      AtomicFile.writeSynced(
          target,
          channel -> {
            writeAll(channel, MemorySegment.ofArray(header));
            for (Map.Entry<String, WeightTensor> entry : ordered) {
              writeAll(channel, entry.getValue().data());
            }
          });
    } catch (IOException e) {
      throw WeightException.unwritable(target, e);
    }
  }

  private static void sign(byte[] header, List<Map.Entry<String, WeightTensor>> ordered) {
    Sha256 digest = Sha256.start().add(MemorySegment.ofArray(header));
    ordered.forEach(entry -> digest.add(entry.getValue().data()));
    FileDigest.put(header, FileDigest.find(header), digest.hex());
  }

  private static void writeAll(FileChannel channel, MemorySegment data) throws IOException {
    for (long at = 0; at < data.byteSize(); at += CHUNK) {
      ByteBuffer buffer = data.asSlice(at, Math.min(CHUNK, data.byteSize() - at)).asByteBuffer();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  private static byte[] header(
      Path target, List<Map.Entry<String, WeightTensor>> ordered, Map<String, String> metadata) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeName(SafetensorsReader.METADATA);
      json.writeStartObject();
      Map<String, String> all = new TreeMap<>(metadata);
      all.put(FileDigest.KEY, FileDigest.UNSET);
      all.forEach(json::writeStringProperty);
      json.writeEndObject();
      long offset = 0;
      for (Map.Entry<String, WeightTensor> entry : ordered) {
        if (!TensorNames.isValid(entry.getKey())
            || entry.getKey().equals(SafetensorsReader.METADATA)) {
          throw new WeightException(
              target,
              "tensor name " + WeightException.quote(entry.getKey()) + " is not allowed",
              null);
        }
        WeightTensor tensor = entry.getValue();
        json.writeName(entry.getKey());
        json.writeStartObject();
        json.writeStringProperty("dtype", tensor.dtype().name());
        json.writeName("shape");
        json.writeStartArray();
        for (long size : tensor.shape()) {
          json.writeNumber(size);
        }
        json.writeEndArray();
        json.writeName("data_offsets");
        json.writeStartArray();
        json.writeNumber(offset);
        offset = Math.addExact(offset, tensor.data().byteSize());
        json.writeNumber(offset);
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
    int padded = Math.addExact(utf8.length, 7) & ~7;
    if (padded > SafetensorsReader.MAX_HEADER_BYTES) {
      throw new WeightException(
          target,
          "header of "
              + padded
              + " bytes passes the format's limit of "
              + SafetensorsReader.MAX_HEADER_BYTES,
          null);
    }
    ByteBuffer header = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(padded).put(utf8);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.array();
  }
}
