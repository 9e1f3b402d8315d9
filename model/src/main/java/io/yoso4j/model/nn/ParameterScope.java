package io.yoso4j.model.nn;

import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/**
 * Where layers make their tensors while a network is built: a dotted prefix, and whether what is
 * made below it is trained. Values depend on the seed and the full name only, not on the order of
 * making; or they are given.
 */
public final class ParameterScope {
  private final SequencedMap<String, Parameter> entries;
  private final String prefix;
  private final StartValues values;
  private final boolean trainable;

  private ParameterScope(
      SequencedMap<String, Parameter> entries,
      String prefix,
      StartValues values,
      boolean trainable) {
    this.entries = entries;
    this.prefix = prefix;
    this.values = values;
    this.trainable = trainable;
  }

  /** What a tensor holds at first. */
  @FunctionalInterface
  public interface StartValues {
    /**
     * The values of one tensor, in C order.
     *
     * @param name full name
     * @param initializer what a new network would draw from
     */
    float[] of(String name, Initializer initializer, long[] shape);
  }

  /** The root of a new network. */
  public static ParameterScope root(long seed) {
    return root((name, initializer, shape) ->
        initializer.values(shape, new SplittableRandom(seed ^ hash(name))));
  }

  /** The root of a network with given values. */
  public static ParameterScope root(StartValues values) {
    return new ParameterScope(new LinkedHashMap<>(), "", values, true);
  }

  /** The part called {@code name}. */
  public ParameterScope child(String name) {
    return new ParameterScope(entries, prefix + name + ".", values, trainable);
  }

  /** The same place, where nothing is trained. */
  public ParameterScope frozen() {
    return new ParameterScope(entries, prefix, values, false);
  }

  /** Whether what is made here is trained. */
  public boolean trainable() {
    return trainable;
  }

  /** Makes a float32 weight on the engine's device. */
  public Tensor weight(String name, Initializer initializer, long... shape) {
    return make(name, initializer, Parameter.Role.WEIGHT, false, shape);
  }

  /** Makes a weight of a normalisation layer. */
  public Tensor normWeight(String name, double value, long... shape) {
    return make(name, Initializer.constant(value), Parameter.Role.WEIGHT, true, shape);
  }

  /** Makes a buffer of a normalisation layer. */
  public Tensor normBuffer(String name, double value, long... shape) {
    return make(name, Initializer.constant(value), Parameter.Role.BUFFER, true, shape);
  }

  /** Everything made so far below the root. */
  public ParameterMap map() {
    return new ParameterMap(entries);
  }

  private Tensor make(
      String name, Initializer initializer, Parameter.Role role, boolean norm, long... shape) {
    String full = prefix + name;
    boolean learns = trainable && role == Parameter.Role.WEIGHT;
    float[] start = values.of(full, initializer, shape);
    Tensor tensor;
    try (TensorScope scope = TensorScope.open()) {
      tensor = scope.keep(Tensor.of(start, shape).to(Engine.device()));
    }
    tensor.requiresGrad(learns);
    if (entries.putIfAbsent(full, new Parameter(full, tensor, role, learns, norm)) != null) {
      tensor.close();
      throw new IllegalStateException("tensor \"" + full + "\" is made twice");
    }
    return tensor;
  }

  /** FNV-1a over the UTF-8 bytes, 64 bits. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}
