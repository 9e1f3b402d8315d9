package io.yoso4j.criterion.kernels;

import java.lang.System.Logger.Level;

/** Decides once, and logs once, which kernels run. */
final class KernelChoice {
  /** {@code vector}, {@code scalar}, or not set: vector where possible. */
  private static final String PROPERTY = "io.yoso4j.criterion.kernels";

  private static final String MODULE = "jdk.incubator.vector";

  static final boolean VECTOR = decide();

  private KernelChoice() {}

  private static boolean decide() {
    System.Logger log = System.getLogger("io.yoso4j.criterion");
    String wanted = System.getProperty(PROPERTY, "");
    if (wanted.equals("scalar")) {
      log.log(Level.DEBUG, "scalar kernels, as {0} says", PROPERTY);
      return false;
    }
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      log.log(
          Level.INFO,
          "scalar kernels; the loss is several times faster with --add-modules {0}",
          MODULE);
      return false;
    }
    int lanes = VectorMath.LANES;
    boolean wide = lanes >= 4;
    log.log(Level.DEBUG, wide ? "vector kernels, {0} lanes" : "scalar kernels, {0} lanes", lanes);
    return wide;
  }
}
