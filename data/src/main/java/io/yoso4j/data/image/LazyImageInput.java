package io.yoso4j.data.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** An image input that reads a file only as far as the decoder asks for, and closes it. */
final class LazyImageInput extends MemoryCacheImageInputStream {

  private final InputStream file;

  private LazyImageInput(InputStream file) {
    super(file);
    this.file = file;
  }

  static LazyImageInput open(Path path) throws IOException {
    return new LazyImageInput(new BufferedInputStream(Files.newInputStream(path)));
  }

  @Override
  public void close() throws IOException {
    try (file) {
      super.close();
    }
  }
}
