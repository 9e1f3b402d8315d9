package io.yoso4j.criterion;

import io.yoso4j.criterion.matching.MaskCosts;
import io.yoso4j.criterion.sampling.BilinearTaps;
import io.yoso4j.criterion.sampling.FramedPlanes;
import io.yoso4j.criterion.sampling.UncertainPoints;

/** Buffers of one thread, reused from image to image. */
final class Workspace {
  final FramedPlanes masks = new FramedPlanes();
  final FramedPlanes maskGradient = new FramedPlanes();
  final BilinearTaps predictionTaps = new BilinearTaps();
  final BilinearTaps targetTaps = new BilinearTaps();
  final MaskCosts maskCosts = new MaskCosts();
  final UncertainPoints uncertain = new UncertainPoints();
  float[] classLogits = new float[0];
  float[] classGradient = new float[0];
  float[] points = new float[0];
  float[] candidates = new float[0];
  float[] fresh = new float[0];
  int[] picked = new int[0];
  float[] pointLogits = new float[0];
  float[] pointLabels = new float[0];
  float[] pointGradient = new float[0];

  /** The buffer if it has exactly this length, else a new one: draws fill the whole array. */
  static float[] exactly(float[] buffer, int length) {
    return buffer.length == length ? buffer : new float[length];
  }

  static float[] atLeast(float[] buffer, int length) {
    return buffer.length >= length ? buffer : new float[length];
  }
}
