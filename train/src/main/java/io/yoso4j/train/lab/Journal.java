package io.yoso4j.train.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long a comparison has been at work, over all its processes. */
final class Journal {
  /**
   * What is on disk.
   *
   * @param started of the first process
   * @param seconds of all processes
   * @param processes how many there were
   */
  record Entry(String started, double seconds, int processes) {}

  private final Path file;
  private final Entry before;
  private final long began;

  private Journal(Path file, Entry before, long began) {
    this.file = file;
    this.before = before;
    this.began = began;
  }

  /**
   * Goes on with what is there; this process counts as a new one once {@link #save} was called.
   *
   * @param began when this process began, by {@link System#nanoTime}
   */
  static Journal open(Path file, long began) {
    return new Journal(
        file,
        Files.exists(file) ? LabFile.readJson(file, Entry.class) : new Entry(now(), 0, 0),
        began);
  }

  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  void save() {
    LabFile.writeJson(new Entry(before.started(), seconds(), before.processes() + 1), file);
  }

  private double seconds() {
    return before.seconds() + (System.nanoTime() - began) / 1e9;
  }

  LabCost cost(double trainingSeconds) {
    return new LabCost(before.started(), now(), trainingSeconds, seconds(), before.processes());
  }
}
