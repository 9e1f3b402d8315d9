package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.BatchNorm;
import io.yoso4j.model.nn.Conv2d;
import io.yoso4j.model.nn.Folding;
import io.yoso4j.model.nn.Initializer;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Deformable convolution, then twofold upsampling by a transposed convolution, each with
 * normalisation and ReLU. Names: {@code dcn_offset}, {@code dcn}, {@code dcn_bn}, {@code
 * up_sample}, {@code up_bn}.
 */
final class DeformLayer {
  private static final int OFFSETS = 18;
  private static final int MASKS = 9;

  private final Conv2d offset;
  private final Tensor weight;
  private final @Nullable Tensor bias;
  private final @Nullable BatchNorm norm;
  private final Tensor upWeight;
  private final @Nullable Tensor upBias;
  private final @Nullable BatchNorm upNorm;

  private DeformLayer(
      Conv2d offset,
      Tensor weight,
      @Nullable Tensor bias,
      @Nullable BatchNorm norm,
      Tensor upWeight,
      @Nullable Tensor upBias,
      @Nullable BatchNorm upNorm) {
    this.offset = offset;
    this.weight = weight;
    this.bias = bias;
    this.norm = norm;
    this.upWeight = upWeight;
    this.upBias = upBias;
    this.upNorm = upNorm;
  }

  static DeformLayer create(
      ParameterScope scope, int inputs, int outputs, Initialisation initialisation) {
    boolean faithful = initialisation == Initialisation.FAITHFUL;
    Initializer zero = Initializer.constant(0);
    Initializer xavier = Initializer.xavier();
    return new DeformLayer(
        Conv2d.create(
            scope.child("dcn_offset"), inputs, OFFSETS + MASKS, 3, faithful ? xavier : zero, zero),
        scope
            .child("dcn")
            .weight("weight", faithful ? xavier : Initializer.msra(), outputs, inputs, 3, 3),
        null,
        BatchNorm.synchronised(scope.child("dcn_bn"), outputs),
        scope
            .child("up_sample")
            .weight("weight", faithful ? xavier : Initializer.bilinear(), outputs, outputs, 4, 4),
        null,
        BatchNorm.synchronised(scope.child("up_bn"), outputs));
  }

  DeformLayer folded(Folding folding) {
    return new DeformLayer(
        offset.folded(null, folding),
        folding.weight(weight, norm, 0),
        folding.bias(bias, norm),
        null,
        folding.weight(upWeight, upNorm, 1),
        folding.bias(upBias, upNorm),
        null);
  }

  /** {@code [B, I, H, W]} to {@code [B, O, 2H, 2W]}. */
  Tensor forward(Tensor input, boolean training) {
    Tensor moves = offset.forward(input);
    Tensor mask = Functional.sigmoid(moves.narrow(1, OFFSETS, MASKS));
    Tensor x = DeformableConv.apply(input, moves.narrow(1, 0, OFFSETS), mask, weight, bias);
    x = Functional.reluInPlace(norm == null ? x : norm.forward(x.contiguous(), training));
    x = Functional.convTranspose2d(x, upWeight, upBias, 2, 1);
    return Functional.reluInPlace(upNorm == null ? x : upNorm.forward(x, training));
  }
}
