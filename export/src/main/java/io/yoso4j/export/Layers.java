package io.yoso4j.export;

import io.yoso4j.model.nn.GroupNorm;
import io.yoso4j.model.weights.WeightTensor;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Layers with stored weights, found by upstream's names; batch normalisations are folded into the
 * convolutions before them. Each method emits one layer.
 */
final class Layers {
  private static final double EPSILON = 1e-5;

  private final OnnxGraph graph;
  private final Map<String, WeightTensor> weights;

  /** {@code weights} by the network's names, all there and in shape. */
  Layers(OnnxGraph graph, Map<String, WeightTensor> weights) {
    this.graph = graph;
    this.weights = weights;
  }

  OnnxGraph graph() {
    return graph;
  }

  boolean has(String name) {
    return weights.containsKey(name);
  }

  long[] shape(String name) {
    return tensor(name).shape();
  }

  private WeightTensor tensor(String name) {
    WeightTensor tensor = weights.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("stored weights have no tensor named \"" + name + "\"");
    }
    return tensor;
  }

  /** The stored tensor as a constant. */
  Value constant(String name) {
    WeightTensor tensor = tensor(name);
    return graph.floats(name, tensor.toFloats(), tensor.shape());
  }

  /** A convolution with its bias, if it has one, padded so that stride 1 keeps the size. */
  Value conv(Value input, String prefix) {
    String bias = prefix + ".bias";
    int kernel = Math.toIntExact(shape(prefix + ".weight")[2]);
    return graph.conv(
        input,
        constant(prefix + ".weight"),
        has(bias) ? constant(bias) : null,
        kernel,
        1,
        kernel / 2,
        1);
  }

  /**
   * A convolution without bias and its normalisation, told apart by what is stored: batch
   * normalisation with its statistics is folded away, group normalisation has none and stays.
   *
   * @param groups 1, or the number of channels for a depthwise convolution
   */
  Value convNorm(Value input, String conv, String norm, int stride, long groups) {
    String weight = conv + ".weight";
    int kernel = Math.toIntExact(shape(weight)[2]);
    if (has(norm + ".running_mean")) {
      Folded folded = folded(weight, norm, 0);
      return graph.conv(input, folded.weight(), folded.bias(), kernel, stride, kernel / 2, groups);
    }
    return groupNorm(
        graph.conv(input, constant(weight), null, kernel, stride, kernel / 2, groups), norm);
  }

  /** Each group of channels becomes one channel to be normalised. */
  private Value groupNorm(Value input, String prefix) {
    float[] ones = new float[GroupNorm.GROUPS];
    Arrays.fill(ones, 1);
    Value scale = graph.floats(graph.unique("ones"), ones, ones.length);
    Value none = graph.floats(graph.unique("zeros"), new float[ones.length], ones.length);
    Value grouped = graph.reshape(input, 0, GroupNorm.GROUPS, -1);
    Value normed =
        graph.reshape(graph.instanceNorm(grouped, scale, none, EPSILON), graph.shape(input));
    Value weighted = graph.mul(normed, graph.reshape(constant(prefix + ".weight"), -1, 1, 1));
    return graph.add(weighted, graph.reshape(constant(prefix + ".bias"), -1, 1, 1));
  }

  /** A weight times the scale of the normalisation after it, and the bias that this leaves. */
  record Folded(Value weight, Value bias) {}

  /**
   * @param outputs the weight's axis of output channels, 0 or 1
   */
  Folded folded(String weight, String norm, int outputs) {
    WeightTensor tensor = tensor(weight);
    float[] values = tensor.toFloats();
    long[] shape = tensor.shape();
    float[] gamma = tensor(norm + ".weight").toFloats();
    float[] beta = tensor(norm + ".bias").toFloats();
    float[] mean = tensor(norm + ".running_mean").toFloats();
    float[] variance = tensor(norm + ".running_var").toFloats();
    double[] scale = new double[gamma.length];
    float[] bias = new float[gamma.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = gamma[i] / Math.sqrt(variance[i] + EPSILON);
      bias[i] = (float) (beta[i] - mean[i] * scale[i]);
    }
    int inner = 1;
    for (int axis = outputs + 1; axis < shape.length; axis++) {
      inner = Math.multiplyExact(inner, Math.toIntExact(shape[axis]));
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * scale[i / inner % scale.length]);
    }
    return new Folded(
        graph.floats(weight, values, shape),
        graph.floats(norm + ".folded_bias", bias, bias.length));
  }

  /** A fully connected layer over the last axis. */
  Value linear(Value input, String prefix) {
    String bias = prefix + ".bias";
    return linear(input, prefix + ".weight", has(bias) ? bias : null);
  }

  Value linear(Value input, String weight, @Nullable String bias) {
    WeightTensor tensor = tensor(weight);
    int outputs = Math.toIntExact(tensor.shape()[0]);
    int inputs = Math.toIntExact(tensor.shape()[1]);
    float[] rows = tensor.toFloats();
    float[] columns = new float[rows.length];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        columns[i * outputs + o] = rows[o * inputs + i];
      }
    }
    Value product =
        graph.matMul(input, graph.floats(weight + ".transposed", columns, inputs, outputs));
    return bias == null ? product : graph.add(product, constant(bias));
  }

  Value layerNorm(Value input, String prefix) {
    return graph.layerNorm(
        input, constant(prefix + ".weight"), constant(prefix + ".bias"), EPSILON);
  }

  /** A stack of linear layers without bias, each with normalisation and ReLU. */
  Value fullyConnected(Value input, String prefix) {
    Value x = input;
    for (int i = 0; has(prefix + "." + i + ".weight"); i += 3) {
      x = linear(x, prefix + "." + i);
      x = graph.relu(layerNorm(x, prefix + "." + (i + 1)));
    }
    return x;
  }
}
