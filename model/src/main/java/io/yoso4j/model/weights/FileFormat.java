package io.yoso4j.model.weights;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** The formats that can be read, told apart by their first bytes. */
enum FileFormat {
  SAFETENSORS("safetensors"),
  TORCH_ZIP("PyTorch zip"),
  TORCH_LEGACY("PyTorch legacy"),
  PICKLE("pickle of NumPy arrays");

  /**
   * Protocol 2, LONG1 of ten bytes, the number 0x1950a86a20f9469cfc6c, STOP: torch.save before 1.6.
   */
  private static final byte[] LEGACY_MAGIC = {
    (byte) 0x80,
    2,
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19,
    '.'
  };

  static final int LEGACY_MAGIC_LENGTH = LEGACY_MAGIC.length;

  private static final byte[] ZIP_MAGIC = {'P', 'K', 3, 4};
  private static final byte[] LFS_POINTER =
      "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TAR_MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final int TAR_MAGIC_AT = 257;

  private final String description;

  FileFormat(String description) {
    this.description = description;
  }

  String describe() {
    return description;
  }

  static FileFormat detect(ByteView file) {
    if (startsWith(file, 0, ZIP_MAGIC)) {
      return TORCH_ZIP;
    }
    if (startsWith(file, 0, LEGACY_MAGIC)) {
      return TORCH_LEGACY;
    }
    if (startsWith(file, 0, LFS_POINTER)) {
      throw file.error("is a Git LFS pointer, not the weights themselves; run git lfs pull");
    }
    if (startsWith(file, TAR_MAGIC_AT, TAR_MAGIC)) {
      throw file.error(
          "is a tar archive (PyTorch before 0.1.10), which is not supported; save it again");
    }
    if (file.size() >= 9 && file.u8(8) == '{') {
      return SAFETENSORS;
    }
    if (file.size() >= 2 && file.u8(0) == 0x80 && file.u8(1) >= 2 && file.u8(1) <= 5) {
      return PICKLE;
    }
    throw file.error(
        "is neither safetensors nor a PyTorch file ("
            + file.size()
            + " bytes, first bytes "
            + firstBytes(file)
            + ")");
  }

  private static boolean startsWith(ByteView file, long at, byte[] magic) {
    return file.size() - at >= magic.length
        && file.slice(at, magic.length).mismatch(MemorySegment.ofArray(magic)) < 0;
  }

  private static String firstBytes(ByteView file) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < Math.min(8, file.size()); i++) {
      hex.append(String.format("%02x", file.u8(i)));
    }
    return hex.isEmpty() ? "none" : hex.toString();
  }
}
