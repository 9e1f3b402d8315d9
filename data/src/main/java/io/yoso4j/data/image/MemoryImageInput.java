package io.yoso4j.data.image;

import javax.imageio.stream.ImageInputStreamImpl;

/** An image input over bytes already in memory: no copy and no temporary file. */
final class MemoryImageInput extends ImageInputStreamImpl {

  private final byte[] data;

  MemoryImageInput(byte[] data) {
    this.data = data;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos < data.length ? data[(int) streamPos++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= data.length) {
      return -1;
    }
    int n = (int) Math.min(length, data.length - streamPos);
    System.arraycopy(data, (int) streamPos, target, offset, n);
    streamPos += n;
    return n;
  }

  @Override
  public long length() {
    return data.length;
  }
}
