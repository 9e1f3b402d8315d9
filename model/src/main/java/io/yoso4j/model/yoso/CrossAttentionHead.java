package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.Initializer;
import io.yoso4j.model.nn.LayerNorm;
import io.yoso4j.model.nn.Linear;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.nn.SelfAttention;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One refinement stage: gathers features under each mask, updates the objects, predicts again. */
final class CrossAttentionHead {
  static final int HEADS = 8;
  static final Initializer WEIGHTS = Initializer.truncatedNormal(0.02);
  private static final Initializer ZERO = Initializer.constant(0);

  /** Start of the class biases: every class at probability 0.01 under a sigmoid. */
  private static final double CLASS_BIAS = -Math.log(99);

  private static final double HARD_MASK = 0.5;

  private final DynamicConv featureAttention;
  private final LayerNorm featureNorm;
  private final DynamicConv kernelAttention;
  private final LayerNorm kernelNorm;
  private final SelfAttention selfAttention;
  private final LayerNorm selfNorm;
  private final Linear expand;
  private final Linear contract;
  private final LayerNorm feedForwardNorm;
  private final List<Fc> classLayers;
  private final Linear classes;
  private final List<Fc> maskLayers;
  private final Linear maskKernels;

  private record Fc(Linear linear, LayerNorm norm) {
    static List<Fc> stack(ParameterScope scope, int layers, int width) {
      List<Fc> list = new ArrayList<>();
      for (int i = 0; i < layers; i++) {
        // Each layer is three entries of upstream's list; the third, a ReLU, has no tensors.
        Linear linear =
            Linear.withoutBias(scope.child(Integer.toString(3 * i)), width, width, WEIGHTS);
        list.add(new Fc(linear, LayerNorm.create(scope.child(Integer.toString(3 * i + 1)), width)));
      }
      return List.copyOf(list);
    }

    Tensor forward(Tensor input) {
      return Functional.reluInPlace(norm.forward(linear.forward(input)));
    }
  }

  /** What a stage yields; {@code kernels} {@code [B, Q, C]} feed the next stage. */
  record Output(@Nullable Tensor classes, Tensor masks, Tensor kernels) {}

  CrossAttentionHead(ParameterScope scope, YosoConfig config) {
    int width = config.hiddenDim();
    featureAttention = DynamicConv.create(scope.child("f_atten"), config);
    featureNorm = LayerNorm.create(scope.child("f_atten_norm"), width);
    kernelAttention = DynamicConv.create(scope.child("k_atten"), config);
    kernelNorm = LayerNorm.create(scope.child("k_atten_norm"), width);
    selfAttention = SelfAttention.create(scope.child("s_atten"), width, HEADS, WEIGHTS);
    selfNorm = LayerNorm.create(scope.child("s_atten_norm"), width);
    ParameterScope ffn = scope.child("ffn").child("layers");
    int inner = config.feedForwardDim();
    expand = Linear.create(ffn.child("0").child("0"), width, inner, WEIGHTS, ZERO);
    contract = Linear.create(ffn.child("1"), inner, width, WEIGHTS, ZERO);
    feedForwardNorm = LayerNorm.create(scope.child("ffn_norm"), width);
    classLayers = Fc.stack(scope.child("cls_fcs"), config.numClsFcs(), width);
    classes =
        Linear.create(
            scope.child("fc_cls"),
            width,
            config.numClasses() + 1,
            WEIGHTS,
            Initializer.constant(CLASS_BIAS));
    maskLayers = Fc.stack(scope.child("mask_fcs"), config.numMaskFcs(), width);
    maskKernels = Linear.create(scope.child("fc_mask"), width, width, WEIGHTS, ZERO);
  }

  /**
   * Refines.
   *
   * @param kernels {@code [B, Q, C]}
   * @param masks logits {@code [B, Q, H, W]} of the stage before
   */
  Output forward(PixelFeatures pixels, Tensor kernels, Tensor masks, boolean classify) {
    Tensor hard;
    try (Autograd.NoGrad _ = Autograd.noGrad()) {
      hard =
          Functional.sigmoid(masks.detach())
              .greaterThan(HARD_MASK)
              .to(ElementType.FLOAT32)
              .view(masks.size(0), masks.size(1), masks.size(2) * masks.size(3));
    }
    Tensor gathered = pixels.gather(hard);
    Tensor f = featureNorm.forward(gathered.add(featureAttention.forward(kernels, gathered)));
    Tensor k = kernelNorm.forward(f.add(kernelAttention.forward(kernels, f)));
    k = selfNorm.forward(k.add(selfAttention.forward(k)));
    Tensor inner = Functional.relu(expand.forward(k));
    Tensor objects = feedForwardNorm.forward(k.add(contract.forward(inner)));
    Tensor logits = classify ? classes.forward(run(classLayers, objects)) : null;
    Tensor newKernels = maskKernels.forward(run(maskLayers, objects));
    return new Output(logits, pixels.masks(newKernels), objects);
  }

  private static Tensor run(List<Fc> layers, Tensor input) {
    Tensor x = input;
    for (Fc layer : layers) {
      x = layer.forward(x);
    }
    return x;
  }
}
