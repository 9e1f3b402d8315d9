package io.yoso4j.model.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.T_TensorTensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Operators of neural networks, as functions of tensors. Images are {@code [B, C, H, W]}. */
public final class Functional {
  private static final long NO_REDUCTION = 0;

  /** Below this a convolution's preparation outweighs its speed. */
  private static final long ROWS_FOR_CONVOLUTION = 32;

  private Functional() {}

  /** Values and indices of the largest entries. */
  public record TopK(Tensor values, Tensor indices) {}

  /** Entries of {@code yes} where the condition is true, else of {@code no}; all broadcast. */
  public static Tensor where(Tensor condition, Tensor yes, Tensor no) {
    return Raw.call(
        "where", () -> torch.where(condition.raw(), yes.raw(), no.raw()), condition, yes, no);
  }

  /** The larger of two values, NaN if one is; equal ones get half of the gradient each. */
  public static Tensor maximum(Tensor a, Tensor b) {
    return Raw.call("maximum", () -> torch.maximum(a.raw(), b.raw()), a, b);
  }

  /** The smaller of two values, NaN if one is; equal ones get half of the gradient each. */
  public static Tensor minimum(Tensor a, Tensor b) {
    return Raw.call("minimum", () -> torch.minimum(a.raw(), b.raw()), a, b);
  }

  /**
   * Values below {@code lowest} or above {@code highest} moved to it, NaN kept; may be infinite.
   */
  public static Tensor clamp(Tensor input, double lowest, double highest) {
    return Raw.call(
        "clamp",
        () ->
            input
                .raw()
                .clamp(
                    new ScalarOptional(new Scalar(lowest)),
                    new ScalarOptional(new Scalar(highest))),
        input);
  }

  /** NaN replaced by {@code value}, infinities by the largest finite numbers. */
  public static Tensor replaceNan(Tensor input, double value) {
    return Raw.call(
        "nan_to_num",
        () ->
            input
                .raw()
                .nan_to_num(new DoubleOptional(value), Constants.NO_DOUBLE, Constants.NO_DOUBLE),
        input);
  }

  /** {@code log(exp(a) + exp(b))}, exact for large values; minus infinity is log 0. */
  public static Tensor logAddExp(Tensor a, Tensor b) {
    return Raw.call("logaddexp", () -> torch.logaddexp(a.raw(), b.raw()), a, b);
  }

  /** The largest entry along {@code dimension}, which disappears: the first of equal ones. */
  public static TopK largest(Tensor input, long dimension) {
    try {
      T_TensorTensor_T result = torch.max(input.raw(), dimension);
      return new TopK(
          new Tensor(new org.bytedeco.pytorch.Tensor(result.get0())),
          new Tensor(new org.bytedeco.pytorch.Tensor(result.get1())));
    } catch (RuntimeException e) {
      throw EngineException.of("max", input + ", " + dimension, e);
    }
  }

  /** Convolution; {@code weight} is {@code [O, C/groups, kh, kw]}, {@code bias} is {@code [O]}. */
  public static Tensor conv2d(
      Tensor input,
      Tensor weight,
      @Nullable Tensor bias,
      long stride,
      long padding,
      long dilation,
      long groups) {
    return Raw.call(
        "conv2d",
        () ->
            torch.conv2d(
                input.raw(),
                weight.raw(),
                Raw.optional(bias),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {dilation, dilation},
                groups),
        input,
        weight,
        bias);
  }

  /** Convolution along the last axis of {@code [B, C, L]}. */
  public static Tensor conv1d(
      Tensor input, Tensor weight, @Nullable Tensor bias, long padding, long groups) {
    return Raw.call(
        "conv1d",
        () ->
            torch.conv1d(
                input.raw(),
                weight.raw(),
                Raw.optional(bias),
                new long[] {1},
                new long[] {padding},
                new long[] {1},
                groups),
        input,
        weight,
        bias);
  }

  /** Transposed convolution; {@code weight} is {@code [C, O, kh, kw]}. */
  public static Tensor convTranspose2d(
      Tensor input, Tensor weight, @Nullable Tensor bias, long stride, long padding) {
    return Raw.call(
        "conv_transpose2d",
        () ->
            torch.conv_transpose2d(
                input.raw(),
                weight.raw(),
                Raw.optional(bias),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {0, 0},
                1,
                1,
                1),
        input,
        weight,
        bias);
  }

  /**
   * {@code input · weightᵀ + bias} over the last axis; {@code weight} is {@code [O, I]}. Many rows
   * on the CPU are taken as pixels of a 1×1 convolution, which is faster on several cores.
   */
  public static Tensor linear(Tensor input, Tensor weight, @Nullable Tensor bias) {
    long width = input.size(-1);
    long rows = width == 0 ? 0 : input.count() / width;
    if (rows >= ROWS_FOR_CONVOLUTION && input.device() == Device.CPU) {
      long outputs = weight.size(0);
      long[] shape = input.shape();
      shape[shape.length - 1] = outputs;
      Tensor pixels = input.reshape(1, rows, 1, width).permute(0, 3, 1, 2);
      return conv2d(pixels, weight.view(outputs, weight.size(1), 1, 1), bias, 1, 0, 1, 1)
          .permute(0, 2, 3, 1)
          .reshape(shape);
    }
    return Raw.call(
        "linear",
        () -> torch.linear(input.raw(), weight.raw(), Raw.optional(bias)),
        input,
        weight,
        bias);
  }

  /** Matrix product with broadcast leading axes. */
  public static Tensor matmul(Tensor a, Tensor b) {
    return Raw.call("matmul", () -> a.raw().matmul(b.raw()), a, b);
  }

  /** Batched matrix product {@code [B, N, M] × [B, M, P]}. */
  public static Tensor bmm(Tensor a, Tensor b) {
    return Raw.call("bmm", () -> a.raw().bmm(b.raw()), a, b);
  }

  /** Einstein summation, as in {@code "bqc,bchw->bqhw"}. */
  public static Tensor einsum(String equation, Tensor... inputs) {
    return Raw.call(
        "einsum " + equation,
        () -> {
          try (TensorVector operands = Raw.vector(List.of(inputs))) {
            return torch.einsum(equation, operands);
          }
        },
        inputs);
  }

  /**
   * Batch normalisation over axis 1. In training, batch statistics are used and {@code mean} and
   * {@code variance} move towards them by {@code momentum}; else they are used as they are.
   */
  public static Tensor batchNorm(
      Tensor input,
      Tensor weight,
      Tensor bias,
      Tensor mean,
      Tensor variance,
      boolean training,
      double momentum,
      double epsilon) {
    return Raw.call(
        "batch_norm",
        () ->
            torch.batch_norm(
                input.raw(),
                Raw.optional(weight),
                Raw.optional(bias),
                Raw.optional(mean),
                Raw.optional(variance),
                training,
                momentum,
                epsilon,
                true),
        input,
        weight);
  }

  /** Normalisation of each image over its groups of channels (axis 1). */
  public static Tensor groupNorm(
      Tensor input, int groups, Tensor weight, Tensor bias, double epsilon) {
    return Raw.call(
        "group_norm",
        () ->
            torch.group_norm(
                input.raw(), groups, Raw.optional(weight), Raw.optional(bias), epsilon, true),
        input,
        weight);
  }

  /** Normalisation over the last axis. */
  public static Tensor layerNorm(Tensor input, Tensor weight, Tensor bias, double epsilon) {
    return Raw.call(
        "layer_norm",
        () ->
            torch.layer_norm(
                input.raw(),
                new long[] {weight.count()},
                Raw.optional(weight),
                Raw.optional(bias),
                epsilon,
                true),
        input,
        weight);
  }

  /** {@code sum + a · b}, broadcast, in one kernel. */
  public static Tensor addProduct(Tensor sum, Tensor a, Tensor b) {
    return Raw.call("addcmul", () -> torch.addcmul(sum.raw(), a.raw(), b.raw()), sum, a, b);
  }

  public static Tensor relu(Tensor input) {
    return Raw.call("relu", () -> input.raw().relu(), input);
  }

  /** Overwrites {@code input}, which must not be needed by anything else. */
  public static Tensor reluInPlace(Tensor input) {
    Raw.run("relu_", () -> input.raw().relu_(), input);
    return input;
  }

  /** Values cut off at 0 and 6; overwrites {@code input}, as {@link #reluInPlace}. */
  public static Tensor relu6InPlace(Tensor input) {
    Raw.run("relu6_", () -> torch.relu6_(input.raw()), input);
    return input;
  }

  public static Tensor sigmoid(Tensor input) {
    return Raw.call("sigmoid", () -> input.raw().sigmoid(), input);
  }

  public static Tensor softmax(Tensor input, long dimension) {
    return Raw.call("softmax", () -> torch.softmax(input.raw(), dimension), input);
  }

  /** {@code log(softmax)}, exact for large values. */
  public static Tensor logSoftmax(Tensor input, long dimension) {
    return Raw.call("log_softmax", () -> torch.log_softmax(input.raw(), dimension), input);
  }

  /** {@code log(1 + exp(x))}; x itself above 20. */
  public static Tensor softplus(Tensor input) {
    return Raw.call("softplus", () -> torch.softplus(input.raw()), input);
  }

  /** Element by element {@code softplus(x) - x · label}, exact for large logits. */
  public static Tensor binaryCrossEntropy(Tensor logits, Tensor labels) {
    return Raw.call(
        "binary_cross_entropy_with_logits",
        () ->
            torch.binary_cross_entropy_with_logits(
                logits.raw(), labels.raw(), Constants.NO_TENSOR, Constants.NO_TENSOR, NO_REDUCTION),
        logits,
        labels);
  }

  public static Tensor maxPool2d(Tensor input, long kernel, long stride, long padding) {
    return Raw.call(
        "max_pool2d",
        () ->
            torch.max_pool2d(
                input.raw(),
                new long[] {kernel, kernel},
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                false),
        input);
  }

  /**
   * The same values of {@code [B, C, H, W]} with all channels of a pixel side by side in memory,
   * which most convolutions are faster on; a copy unless they lie so already.
   */
  public static Tensor channelsLast(Tensor input) {
    return Raw.call(
        "contiguous", () -> input.raw().contiguous(torch.MemoryFormat.ChannelsLast), input);
  }

  /** Bilinear resize to {@code height × width}, pixel centres at halves (align_corners false). */
  public static Tensor interpolateBilinear(Tensor input, long height, long width) {
    return Raw.call(
        "upsample_bilinear2d",
        () ->
            torch.upsample_bilinear2d(
                input.raw(),
                new long[] {height, width},
                false,
                Constants.NO_DOUBLE,
                Constants.NO_DOUBLE),
        input);
  }

  /**
   * Bilinear sampling of {@code input} at {@code grid} {@code [B, H, W, 2]} of (x, y) in [-1, 1]
   * (the outer pixel edges), zeros outside.
   */
  public static Tensor gridSample(Tensor input, Tensor grid) {
    return Raw.call(
        "grid_sampler",
        () -> torch.grid_sampler(input.raw(), grid.raw(), 0, 0, false),
        input,
        grid);
  }

  /**
   * Weighted sums of rows: entry i of the result {@code [N, C]} is the sum over j of {@code
   * weights[i, j] · rows[indices[i, j]]}.
   */
  public static Tensor embeddingBag(Tensor rows, Tensor indices, Tensor weights) {
    long bag = indices.size(-1);
    return Raw.call(
        "embedding_bag",
        () -> {
          long bags = indices.count() / bag;
          org.bytedeco.pytorch.Tensor offsets =
              torch.arange(
                  new Scalar(0L),
                  new Scalar(bags * bag),
                  new Scalar(bag),
                  new org.bytedeco.pytorch.TensorOptions(ElementType.INT64.raw()));
          T_TensorTensorTensorTensor_T result =
              torch.embedding_bag(
                  rows.raw(),
                  indices.raw().reshape(-1),
                  offsets,
                  false,
                  0,
                  false,
                  new org.bytedeco.pytorch.TensorOptional(weights.raw().reshape(-1)),
                  false);
          return new org.bytedeco.pytorch.Tensor(result.get0());
        },
        rows,
        indices,
        weights);
  }

  public static Tensor cat(List<Tensor> parts, long dimension) {
    return Raw.call(
        "cat",
        () -> {
          try (TensorVector vector = Raw.vector(parts)) {
            return torch.cat(vector, dimension);
          }
        },
        parts.toArray(new Tensor[0]));
  }

  public static Tensor stack(List<Tensor> parts, long dimension) {
    return Raw.call(
        "stack",
        () -> {
          try (TensorVector vector = Raw.vector(parts)) {
            return torch.stack(vector, dimension);
          }
        },
        parts.toArray(new Tensor[0]));
  }

  /** Equal views along {@code dimension}, whose size must be a multiple of {@code parts}. */
  public static List<Tensor> chunk(Tensor input, int parts, int dimension) {
    long size = input.size(dimension);
    if (parts < 1 || size % parts != 0) {
      throw new IllegalArgumentException(
          "chunk: size " + size + " of axis " + dimension + " is not a multiple of " + parts);
    }
    List<Tensor> chunks = new ArrayList<>(parts);
    for (int i = 0; i < parts; i++) {
      chunks.add(input.narrow(dimension, i * (size / parts), size / parts));
    }
    return chunks;
  }

  /** The entries along axis 0, as views. */
  public static List<Tensor> unbind(Tensor input) {
    try (TensorVector parts = input.raw().unbind()) {
      List<Tensor> entries = new ArrayList<>();
      for (long i = 0; i < parts.size(); i++) {
        entries.add(new Tensor(new org.bytedeco.pytorch.Tensor(parts.get(i))));
      }
      return entries;
    } catch (RuntimeException e) {
      throw EngineException.of("unbind", input.toString(), e);
    }
  }

  /** Zero padding: {@code amounts} are (before, after) pairs, last axis first. */
  public static Tensor pad(Tensor input, long... amounts) {
    return Raw.call("pad", () -> torch.constant_pad_nd(input.raw(), amounts), input);
  }

  /** {@code softmax(q kᵀ / √d) v} for {@code [B, heads, N, d]}. */
  public static Tensor attention(Tensor query, Tensor key, Tensor value) {
    return Raw.call(
        "scaled_dot_product_attention",
        () -> torch.scaled_dot_product_attention(query.raw(), key.raw(), value.raw()),
        query,
        key,
        value);
  }

  /** The {@code k} largest along {@code dimension}, descending. */
  public static TopK topK(Tensor input, long k, long dimension) {
    try {
      T_TensorTensor_T result = torch.topk(input.raw(), k, dimension, true, true);
      return new TopK(
          new Tensor(new org.bytedeco.pytorch.Tensor(result.get0())),
          new Tensor(new org.bytedeco.pytorch.Tensor(result.get1())));
    } catch (RuntimeException e) {
      throw EngineException.of("topk", input + ", " + k, e);
    }
  }

  /**
   * Indices of the {@code k} smallest along {@code dimension}, in no particular order; NaN counts
   * as largest.
   */
  public static Tensor smallest(Tensor input, long k, long dimension) {
    return Raw.call(
        "topk",
        () ->
            new org.bytedeco.pytorch.Tensor(
                torch.topk(input.raw(), k, dimension, false, false).get1()),
        input);
  }
}
