package io.yoso4j.train.lab;

import java.nio.file.Path;

/**
 * The files of a comparison.
 *
 * @param root the folder
 */
public record LabPaths(Path root) {
  /** What is to be done, {@link LabPlan}. */
  public Path plan() {
    return root.resolve("plan.json");
  }

  /** The configuration that all variants share. */
  public Path common() {
    return root.resolve("common.yaml");
  }

  /** The result, {@link LabResult}. */
  public Path result() {
    return root.resolve("compare.json");
  }

  /** The page that shows the result. */
  public Path page() {
    return root.resolve("compare.html");
  }

  /** The folder of all run folders. */
  public Path runs() {
    return root.resolve("runs");
  }

  /** A run folder as {@code train} writes it. */
  public Path run(String name) {
    return runs().resolve(name);
  }

  /** The folder of what is recorded of each run beside its own folder. */
  Path states() {
    return root.resolve("state");
  }

  Path state(String name) {
    return states().resolve(name + ".json");
  }

  /** Times and interruptions of the whole. */
  Path journal() {
    return states().resolve("journal.json");
  }

  /** Trainings of a few steps, to measure how long they take. */
  Path warmUp() {
    return root.resolve("warm-up");
  }

  /** Name of a training, and of its folder. */
  static String name(String variant, long seed) {
    return variant + "-seed" + seed;
  }
}
