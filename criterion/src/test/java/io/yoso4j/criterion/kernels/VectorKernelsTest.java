package io.yoso4j.criterion.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class VectorKernelsTest extends KernelsContract {
  private final Kernels kernels = new VectorKernels();

  @BeforeAll
  static void needsTheModule() {
    VectorModule.assume();
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Test
  void runWhereTheModuleIsUnlessSwitchedOff() {
    boolean off = "scalar".equals(System.getProperty("io.yoso4j.criterion.kernels"));
    boolean wide = kernels.lanes() >= 4;
    assertThat(Kernels.create())
        .isInstanceOf(wide && !off ? VectorKernels.class : ScalarKernels.class);
  }
}
