package io.yoso4j.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends what a process other than the first of a training has to say to its file in the run
 * folder, each time it is flushed. Nothing is written before {@link #open}, as long as the first
 * process may still find the folder not empty or replace it.
 */
final class RankLog extends Writer {
  private final Path file;
  private final StringBuilder waiting = new StringBuilder();
  private boolean open;

  RankLog(Path file) {
    this.file = file;
  }

  /** The run folder is made. */
  void open() {
    open = true;
  }

  @Override
  public void write(char[] buffer, int offset, int length) {
    waiting.append(buffer, offset, length);
  }

  @Override
  public void flush() throws IOException {
    if (!open || waiting.isEmpty()) {
      return;
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, waiting, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    waiting.setLength(0);
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
