package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.Conv2d;
import io.yoso4j.model.nn.Folding;
import io.yoso4j.model.nn.Initializer;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Autocast;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges res2 to res5 into one feature map at stride 4: a top-down path of deformable layers, then
 * the convolution-first aggregation (reduce to {@code aggDim}, resize, add), then a convolution
 * that also sees the pixel's coordinates. Names: {@code deconv.*}, {@code loc_conv}.
 */
final class Neck {
  private final List<Conv2d> laterals;
  private final List<DeformLayer> deforms;
  private final List<Conv2d> reductions;
  private final Conv2d output;
  private final Tensor bias;
  private final Conv2d location;

  private Neck(
      List<Conv2d> laterals,
      List<DeformLayer> deforms,
      List<Conv2d> reductions,
      Conv2d output,
      Tensor bias,
      Conv2d location) {
    this.laterals = laterals;
    this.deforms = deforms;
    this.reductions = reductions;
    this.output = output;
    this.bias = bias;
    this.location = location;
  }

  static Neck create(ParameterScope scope, YosoConfig config) {
    ParameterScope deconv = scope.child("deconv");
    Initialisation initialisation = config.initialisation();
    Initializer xavier = Initializer.xavier();
    int agg = config.aggDim();
    List<Conv2d> laterals = new ArrayList<>();
    List<DeformLayer> deforms = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int inputs = config.backbone().channels(3 - i);
      laterals.add(
          Conv2d.create(
              deconv.child("lateral_conv" + i),
              inputs,
              inputs / 2,
              1,
              xavier,
              Initializer.uniformFan(inputs)));
      if (i < 3) {
        deforms.add(
            DeformLayer.create(
                deconv.child("deform_conv" + (i + 1)),
                inputs / 2,
                config.backbone().channels(2 - i) / 2,
                initialisation));
      }
    }
    Conv2d output =
        Conv2d.create(
            deconv.child("output_conv"), agg, agg, 3, xavier, Initializer.uniformFan(9.0 * agg));
    Initializer start =
        initialisation == Initialisation.FAITHFUL ? xavier : Initializer.constant(0);
    Tensor bias = deconv.weight("bias", start, 1, agg, 1, 1);
    List<Conv2d> reductions = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int inputs = config.backbone().channels(3 - i) / 2;
      reductions.add(Conv2d.create(deconv.child("conv_a" + (5 - i)), inputs, agg, 1, 1, xavier));
    }
    Conv2d location =
        Conv2d.create(
            scope.child("loc_conv"),
            agg + 2,
            config.hiddenDim(),
            1,
            xavier,
            Initializer.uniformFan(agg + 2));
    return new Neck(
        List.copyOf(laterals),
        List.copyOf(deforms),
        List.copyOf(reductions),
        output,
        bias,
        location);
  }

  /** The last layer sees coordinates, which need all digits: {@code exact} folds it. */
  Neck folded(Folding folding, Folding exact) {
    return new Neck(
        laterals.stream().map(conv -> conv.folded(null, folding)).toList(),
        deforms.stream().map(layer -> layer.folded(folding)).toList(),
        reductions.stream().map(conv -> conv.folded(null, folding)).toList(),
        output.folded(null, folding),
        folding.weight(bias, null, 1),
        location.folded(null, exact));
  }

  /** res2 … res5 to {@code [B, hiddenDim, H/4, W/4]}. */
  Tensor forward(List<Tensor> features, boolean training) {
    return TensorScope.only(() -> locate(aggregate(features, training).to(ElementType.FLOAT32)));
  }

  /** {@code [B, aggDim, H/4, W/4]}. */
  Tensor aggregate(List<Tensor> features, boolean training) {
    long height = features.get(0).size(2);
    long width = features.get(0).size(3);
    Tensor level = laterals.get(0).forward(features.get(3));
    Tensor sum = resized(level, 0, height, width);
    for (int i = 1; i < 4; i++) {
      DeformLayer deform = deforms.get(i - 1);
      Tensor coarse = level;
      Tensor up = TensorScope.only(() -> deform.forward(coarse, training));
      level = laterals.get(i).forward(features.get(3 - i)).addInPlace(up);
      sum = sum.addInPlace(resized(level, i, height, width));
    }
    return output.forward(sum.addInPlace(bias));
  }

  private Tensor resized(Tensor level, int i, long height, long width) {
    Tensor reduced = reductions.get(i).forward(level);
    return i == 3 ? reduced : Functional.interpolateBilinear(reduced, height, width);
  }

  /** In full precision, also where the layers before are not: coordinates need all digits. */
  private Tensor locate(Tensor features) {
    try (Autocast _ = Autocast.open(ElementType.FLOAT32)) {
      return located(features);
    }
  }

  private Tensor located(Tensor features) {
    long batch = features.size(0);
    long height = features.size(2);
    long width = features.size(3);
    Tensor x = Tensor.linspace(-1, 1, width).to(features.device()).view(1, 1, 1, width);
    Tensor y = Tensor.linspace(-1, 1, height).to(features.device()).view(1, 1, height, 1);
    return location.forward(
        Functional.cat(
            List.of(features, x.expand(batch, 1, height, width), y.expand(batch, 1, height, width)),
            1));
  }
}
