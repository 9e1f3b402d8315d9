package io.yoso4j.export;

/** How the neck's modulated deformable convolutions are written. */
public enum Deformable {
  /**
   * The operator {@code DeformConv} of opset 19. ONNX Runtime's CPU code has it in new versions.
   */
  DEFORM_CONV,
  /** Nine bilinear samples by {@code GridSample} (opset 16) and a matrix product. */
  GRID_SAMPLE
}
