package io.yoso4j.criterion.kernels;

final class ScalarKernelsTest extends KernelsContract {
  private final Kernels kernels = new ScalarKernels();

  @Override
  public Kernels kernels() {
    return kernels;
  }
}
