package io.yoso4j.model.weights;

import io.yoso4j.data.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes PyTorch's {@code .pth}: the zip that {@code torch.save} makes of a state dictionary since
 * version 1.6. {@code torch.load} reads it, with {@code weights_only=True} and with memory mapping
 * too. The same tensors in the same order always give the same bytes.
 */
public final class TorchCheckpoint {
  private static final String FOLDER = "archive/";
  private static final int ALIGNMENT = 64;
  private static final int LOCAL_HEADER_BYTES = 30;
  private static final int CHUNK = 1 << 20;

  /** Java writes the first moment of 1980 in another form, with an extra field of its own. */
  private static final LocalDateTime ANY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  /** The id under which PyTorch itself hangs padding on an entry. */
  private static final short PADDING = 0x4246;

  private TorchCheckpoint() {}

  /**
   * Writes a file in one step: readers see the old file or the whole new one, also after a crash.
   *
   * @param target the file; an existing one is replaced
   * @param tensors the state dictionary, in its order; by the name to store them under, whatever
   *     the tensor's own name
   * @throws WeightException if a name is not allowed, a tensor has an element type that PyTorch's
   *     storages lack (U16, U32, U64), or the file cannot be written; no temporary file stays
   *     behind
   */
  public static void write(Path target, Map<String, WeightTensor> tensors) {
    byte[] pickle = StateDictPickle.write(target, tensors);
    List<WeightTensor> storages = new ArrayList<>(tensors.values());
    try {
      AtomicFile.writeSynced(target, channel -> writeArchive(channel, pickle, storages));
    } catch (IOException e) {
      throw WeightException.unwritable(target, e);
    }
  }

  private static void writeArchive(FileChannel channel, byte[] pickle, List<WeightTensor> storages)
      throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(unclosed(channel))) {
      zip.setMethod(ZipOutputStream.STORED);
      entry(zip, channel, "data.pkl", MemorySegment.ofArray(pickle));
      entry(zip, channel, "byteorder", text("little"));
      for (int i = 0; i < storages.size(); i++) {
        entry(zip, channel, "data/" + i, storages.get(i).data());
      }
      entry(zip, channel, "version", text("3\n"));
    }
  }

  private static void entry(
      ZipOutputStream zip, FileChannel channel, String name, MemorySegment data)
      throws IOException {
    ZipEntry entry = new ZipEntry(FOLDER + name);
    entry.setTimeLocal(ANY_TIME);
    entry.setSize(data.byteSize());
    entry.setCompressedSize(data.byteSize());
    entry.setCrc(crc(data));
    zip.flush();
    entry.setExtra(
        padding(channel.position() + LOCAL_HEADER_BYTES + FOLDER.length() + name.length()));
    zip.putNextEntry(entry);
    byte[] chunk = new byte[(int) Math.min(CHUNK, data.byteSize())];
    for (long at = 0; at < data.byteSize(); at += chunk.length) {
      int length = (int) Math.min(chunk.length, data.byteSize() - at);
      MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, chunk, 0, length);
      zip.write(chunk, 0, length);
    }
    zip.closeEntry();
  }

  /** An extra field that moves what follows {@code at} to a multiple of the alignment. */
  private static byte[] padding(long at) {
    int zeros = (int) Math.floorMod(-(at + 4), (long) ALIGNMENT);
    ByteBuffer field = ByteBuffer.allocate(4 + zeros).order(ByteOrder.LITTLE_ENDIAN);
    return field.putShort(PADDING).putShort((short) zeros).array();
  }

  private static long crc(MemorySegment data) {
    CRC32 crc = new CRC32();
    for (long at = 0; at < data.byteSize(); at += CHUNK) {
      crc.update(data.asSlice(at, Math.min(CHUNK, data.byteSize() - at)).asByteBuffer());
    }
    return crc.getValue();
  }

  private static MemorySegment text(String text) {
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The channel is synced after the archive's end, so closing the stream must not close it. */
  private static OutputStream unclosed(FileChannel channel) {
    OutputStream out = Channels.newOutputStream(channel);
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        out.write(b);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
      }
    };
  }
}
