package io.yoso4j.criterion.kernels;

import org.junit.jupiter.api.Assumptions;

/** Skips what needs the Vector API where it is not there. */
final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  static boolean isPresent() {
    return ModuleLayer.boot().findModule(NAME).isPresent();
  }

  static void assume() {
    Assumptions.assumeTrue(
        isPresent(), "vector kernels are not tested: run Java with --add-modules " + NAME);
  }
}
