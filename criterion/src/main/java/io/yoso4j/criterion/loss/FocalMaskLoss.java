package io.yoso4j.criterion.loss;

public record FocalMaskLoss(double alpha, double gamma) {
  public MaskLoss evaluate(float[] logits, float[] labels, int n, double a, double b, float[] g) {
    throw new IllegalArgumentException("focal");
  }
}
