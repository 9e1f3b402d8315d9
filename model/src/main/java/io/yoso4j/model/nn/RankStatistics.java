package io.yoso4j.model.nn;

import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.GradientHook;
import io.yoso4j.model.tensor.RankGroup;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation of one layer over the images of all ranks, forward and backward: with N
 * values per channel on all ranks together, {@code dx = g - mean(g) - x̂ mean(g x̂)}, where g is
 * the gradient with the statistics taken as constant, x̂ the normalised input, and both means are
 * over all N. One exchange of 2 C + 1 numbers forward and one of 2 C backward.
 */
final class RankStatistics {
  private final double momentum;
  private final double epsilon;
  private @Nullable GradientHook hook;
  private @Nullable Pass pass;

  RankStatistics(double momentum, double epsilon) {
    this.momentum = momentum;
    this.epsilon = epsilon;
  }

  /** What backward needs of forward; outlives the scope forward ran in. */
  private record Pass(RankGroup group, Tensor input, Moments moments) {}

  /**
   * @param mean {@code [C]}, over all ranks
   * @param variance {@code [C]}, likewise, divided by N
   * @param count N
   */
  private record Moments(Tensor mean, Tensor variance, double count) {}

  /** Normalises {@code [B, C, H, W]} and moves the running statistics. */
  Tensor normalise(
      RankGroup group,
      Tensor input,
      Tensor weight,
      Tensor bias,
      Tensor runningMean,
      Tensor runningVariance) {
    GradientHook onInput = hook == null ? GradientHook.replacing(this::correct) : hook;
    hook = onInput;
    forget();
    Moments moments = moments(group, input.detach());
    follow(runningMean, moments.mean, 1);
    follow(runningVariance, moments.variance, moments.count / Math.max(1, moments.count - 1));
    Tensor own = input.view(input.shape());
    if (own.requiresGrad()) {
      onInput.on(own);
      try (TensorScope scope = TensorScope.open()) {
        pass = new Pass(group, scope.keep(input.detach()), kept(scope, moments));
      }
    }
    return Functional.batchNorm(
        own, weight, bias, moments.mean, moments.variance, false, momentum, epsilon);
  }

  private static Moments kept(TensorScope scope, Moments moments) {
    return new Moments(
        scope.keep(moments.mean.detach()), scope.keep(moments.variance.detach()), moments.count);
  }

  private void forget() {
    Pass last = pass;
    pass = null;
    if (last != null) {
      last.input.close();
      last.moments.mean.close();
      last.moments.variance.close();
    }
  }

  private static Moments moments(RankGroup group, Tensor input) {
    int channels = (int) input.size(1);
    double[] sums = new double[2 * channels + 1];
    double count = (double) input.count() / channels;
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      Tensor x = input.to(ElementType.FLOAT32);
      Tensor mean = x.mean(0, 2, 3);
      float[] means = mean.toFloats();
      float[] variances = x.sub(channelwise(mean)).pow(2).mean(0, 2, 3).toFloats();
      for (int c = 0; c < channels; c++) {
        sums[c] = count * means[c];
        sums[channels + c] = count * (variances[c] + (double) means[c] * means[c]);
      }
    }
    sums[2 * channels] = count;
    group.sum(sums);
    double all = sums[2 * channels];
    float[] mean = new float[channels];
    float[] variance = new float[channels];
    for (int c = 0; c < channels; c++) {
      double m = sums[c] / all;
      mean[c] = (float) m;
      variance[c] = (float) Math.max(0, sums[channels + c] / all - m * m);
    }
    return new Moments(
        Tensor.of(mean, channels).to(input.device()),
        Tensor.of(variance, channels).to(input.device()),
        all);
  }

  private void follow(Tensor running, Tensor latest, double factor) {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      running.mulInPlace(1 - momentum).addInPlace(latest.mul(momentum * factor));
    }
  }

  private Tensor correct(Tensor gradient) {
    Pass forward = pass;
    if (forward == null) {
      throw new IllegalStateException("backward without forward");
    }
    try {
      return correct(gradient, forward);
    } finally {
      forget();
    }
  }

  private Tensor correct(Tensor gradient, Pass forward) {
    try (Autograd.NoGrad _ = Autograd.noGrad()) {
      Tensor scale = forward.moments.variance.add(epsilon).rsqrt();
      Tensor normalised =
          forward
              .input
              .to(ElementType.FLOAT32)
              .sub(channelwise(forward.moments.mean))
              .mul(channelwise(scale));
      Tensor g = gradient.to(ElementType.FLOAT32);
      Tensor sums = Functional.cat(List.of(g.sum(0, 2, 3), g.mul(normalised).sum(0, 2, 3)), 0);
      Tensor all = sums.to(ElementType.FLOAT64);
      forward.group.sum(List.of(all));
      Tensor means = all.div(forward.moments.count).to(ElementType.FLOAT32);
      long channels = forward.input.size(1);
      return g.sub(channelwise(means.narrow(0, 0, channels)))
          .sub(normalised.mul(channelwise(means.narrow(0, channels, channels))))
          .to(gradient.type());
    }
  }

  /** {@code [C]} as {@code [1, C, 1, 1]}. */
  private static Tensor channelwise(Tensor values) {
    return values.view(1, values.count(), 1, 1);
  }
}
