package io.yoso4j.model.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * An n-dimensional array of libtorch. Operators return new tensors and leave their inputs alone,
 * except those whose name ends in {@code InPlace}. Freed by the enclosing {@link TensorScope} or by
 * {@link #close}; using a freed tensor ends the process. Not thread-safe.
 */
public final class Tensor implements AutoCloseable {
  static {
    Engine.ensureStarted();
  }

  private final org.bytedeco.pytorch.Tensor raw;

  /** Memory this tensor borrows; held so that an automatic arena is not collected. */
  @SuppressWarnings("UnusedVariable")
  private final @Nullable MemorySegment borrowed;

  Tensor(org.bytedeco.pytorch.Tensor raw) {
    this(raw, null);
  }

  private Tensor(org.bytedeco.pytorch.Tensor raw, @Nullable MemorySegment borrowed) {
    this.raw = raw;
    this.borrowed = borrowed;
  }

  org.bytedeco.pytorch.Tensor raw() {
    return raw;
  }

  /** Zeros of type float32 on the CPU. */
  public static Tensor zeros(long... shape) {
    return Raw.call("zeros", () -> torch.zeros(checked(shape)));
  }

  /** Zeros of the shape, type and device of {@code other}. */
  public static Tensor zerosLike(Tensor other) {
    return Raw.call("zeros_like", () -> torch.zeros_like(other.raw), other);
  }

  /** Zeros on the CPU. */
  public static Tensor zeros(ElementType type, long... shape) {
    return Raw.call("zeros", () -> torch.zeros(checked(shape), new TensorOptions(type.raw())));
  }

  /** A float32 tensor on the CPU filled with {@code value}. */
  public static Tensor full(double value, long... shape) {
    return Raw.call("full", () -> torch.full(checked(shape), new Scalar(value), floats()));
  }

  /** A float32 tensor on the CPU holding a copy of {@code values} in C order. */
  public static Tensor of(float[] values, long... shape) {
    return copyOf(MemorySegment.ofArray(values), ElementType.FLOAT32, shape);
  }

  /** An int64 tensor on the CPU holding a copy of {@code values} in C order. */
  public static Tensor of(long[] values, long... shape) {
    return copyOf(MemorySegment.ofArray(values), ElementType.INT64, shape);
  }

  /**
   * A float32 tensor on the CPU over {@code data} (C order, native byte order). A native segment is
   * shared, not copied: it must outlive every tensor that views it. A heap segment is copied.
   *
   * @throws IllegalArgumentException if the segment does not hold exactly the shape's elements
   */
  public static Tensor of(MemorySegment data, long... shape) {
    if (!data.isNative()) {
      return copyOf(data, ElementType.FLOAT32, shape);
    }
    checkSize(data, ElementType.FLOAT32, shape);
    Pointer pointer = new AddressPointer(data.address());
    return new Tensor(torch.from_blob(pointer, checked(shape), floats()), data);
  }

  /** A tensor on the CPU holding a copy of {@code data} (C order, native byte order). */
  public static Tensor copyOf(MemorySegment data, ElementType type, long... shape) {
    checkSize(data, type, shape);
    Tensor tensor =
        Raw.call(
            "empty",
            () -> torch.empty(checked(shape), new TensorOptions(type.raw()), Constants.NO_FORMAT));
    tensor.bytes().copyFrom(data);
    return tensor;
  }

  /** Zeros made on {@code device} itself, without a copy from the CPU. */
  public static Tensor zeros(ElementType type, Device device, long... shape) {
    return Raw.call("zeros", () -> torch.zeros(checked(shape), Raw.options(type, device)));
  }

  /** Int64 {@code [0, 1, … n-1]} made on {@code device} itself. */
  public static Tensor indices(long n, Device device) {
    return Raw.call(
        "arange", () -> torch.arange(new Scalar(n), Raw.options(ElementType.INT64, device)));
  }

  /**
   * Int64 memory on the CPU, not initialised, to be filled and then {@link #upload}ed to {@code
   * device}: page-locked if that is a GPU.
   */
  public static Tensor staging(long count, Device device) {
    return Raw.call(
        "empty",
        () -> {
          TensorOptions options = new TensorOptions(ElementType.INT64.raw());
          if (device == Device.CUDA) {
            options = options.pinned_memory(new BoolOptional(true));
          }
          return torch.empty(checked(new long[] {count}), options, Constants.NO_FORMAT);
        });
  }

  /** Float32 {@code [0, 1, … n-1]} on the CPU. */
  public static Tensor range(long n) {
    return Raw.call("arange", () -> torch.arange(new Scalar((double) n), floats()));
  }

  /** {@code n} float32 values from {@code first} to {@code last} inclusive, on the CPU. */
  public static Tensor linspace(double first, double last, long n) {
    return Raw.call(
        "linspace", () -> torch.linspace(new Scalar(first), new Scalar(last), n, floats()));
  }

  // Shape and storage.

  /** A copy of the shape. */
  public long[] shape() {
    int rank = rank();
    long[] shape = new long[rank];
    for (int i = 0; i < rank; i++) {
      shape[i] = raw.size(i);
    }
    return shape;
  }

  /** Size along {@code dimension}; negative counts from the end. */
  public long size(int dimension) {
    return raw.size(dimension);
  }

  public int rank() {
    return Math.toIntExact(raw.dim());
  }

  /** Number of elements. */
  public long count() {
    return raw.numel();
  }

  public ElementType type() {
    return ElementType.of(raw.scalar_type());
  }

  public Device device() {
    return raw.is_cuda() ? Device.CUDA : Device.CPU;
  }

  /**
   * The memory of a contiguous CPU tensor, shared in both directions: valid until the tensor is
   * freed.
   *
   * @throws EngineException if the tensor is on another device or not contiguous
   */
  public MemorySegment data() {
    return bytes();
  }

  @SuppressWarnings("restricted")
  private MemorySegment bytes() {
    if (raw.is_cuda() || !raw.is_contiguous()) {
      throw new EngineException(
          "data() needs a contiguous CPU tensor, not shape "
              + Arrays.toString(shape())
              + " on "
              + device()
              + (raw.is_contiguous() ? "" : ", not contiguous"));
    }
    long size = raw.numel() * raw.element_size();
    return size == 0
        ? MemorySegment.NULL
        : MemorySegment.ofAddress(raw.data_ptr().address()).reinterpret(size);
  }

  /** A copy of the values as floats, in C order, from any device and type. */
  public float[] toFloats() {
    try (TensorScope _ = TensorScope.open()) {
      return to(Device.CPU)
          .to(ElementType.FLOAT32)
          .contiguous()
          .bytes()
          .toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }
  }

  /** A copy of the values as longs, in C order; fractions are cut off. */
  public long[] toLongs() {
    try (TensorScope _ = TensorScope.open()) {
      return to(Device.CPU)
          .to(ElementType.INT64)
          .contiguous()
          .bytes()
          .toArray(ValueLayout.JAVA_LONG_UNALIGNED);
    }
  }

  /** The only value of a one-element tensor. */
  public double item() {
    try {
      return raw.item_double();
    } catch (RuntimeException e) {
      throw EngineException.of("item", Arrays.toString(shape()), e);
    }
  }

  public Tensor to(ElementType type) {
    return Raw.call("to", () -> raw.to(type.raw()), this);
  }

  public Tensor to(Device device) {
    if (device == device()) {
      return Raw.call("to", () -> new org.bytedeco.pytorch.Tensor(raw), this);
    }
    return Raw.call("to", () -> device == Device.CUDA ? raw.cuda() : raw.cpu(), this);
  }

  /**
   * A copy on {@code device}, made without waiting for what runs there; on the CPU the memory is
   * shared instead. This tensor must be {@link #staging} memory and not be written to again; it may
   * be closed at once.
   */
  public Tensor upload(Device device) {
    return Raw.call(
        "to",
        () ->
            raw.to(
                Raw.device(device),
                raw.scalar_type(),
                device == Device.CUDA,
                false,
                Constants.NO_FORMAT),
        this);
  }

  /** The same bytes read as {@code type}; shares memory. The last axis is resized to match. */
  public Tensor reinterpret(ElementType type) {
    return Raw.call("view", () -> raw.view(type.raw()), this);
  }

  /** This tensor if contiguous, else a contiguous copy. */
  public Tensor contiguous() {
    return Raw.call("contiguous", () -> raw.contiguous(), this);
  }

  /** A copy with its own memory. */
  public Tensor copy() {
    return Raw.call("clone", () -> raw.clone(), this);
  }

  // Autograd.

  /** The same values, cut off from the graph; shares memory. */
  public Tensor detach() {
    return Raw.call("detach", () -> raw.detach(), this);
  }

  public boolean requiresGrad() {
    return raw.requires_grad();
  }

  /** Turns gradient recording for this leaf on or off; returns this tensor. */
  public Tensor requiresGrad(boolean value) {
    Raw.run("requiresGrad", () -> raw.set_requires_grad(value), this);
    return this;
  }

  /** The gradient collected by the last backward, or null when there is none. */
  public @Nullable Tensor grad() {
    org.bytedeco.pytorch.Tensor gradient = raw.grad();
    return gradient.defined() ? new Tensor(new org.bytedeco.pytorch.Tensor(gradient)) : null;
  }

  /** Gives a leaf without a gradient one of zeros, and returns it. */
  Tensor zeroGrad() {
    Tensor zeros = zerosLike(detach());
    Raw.run("mutable_grad", () -> raw.mutable_grad().put(zeros.raw), this);
    return zeros;
  }

  /** Forgets the gradient, so that the next backward starts from nothing. */
  public void clearGrad() {
    raw.mutable_grad().reset();
  }

  // Arithmetic.

  public Tensor add(Tensor other) {
    return Raw.call("add", () -> raw.add(other.raw), this, other);
  }

  public Tensor add(double value) {
    return Raw.call("add", () -> raw.add(new Scalar(value)), this);
  }

  /** Keeps the element type, integers included. */
  public Tensor add(long value) {
    return Raw.call("add", () -> raw.add(new Scalar(value)), this);
  }

  public Tensor sub(Tensor other) {
    return Raw.call("sub", () -> raw.sub(other.raw), this, other);
  }

  public Tensor sub(double value) {
    return Raw.call("sub", () -> raw.sub(new Scalar(value)), this);
  }

  public Tensor neg() {
    return Raw.call("neg", () -> raw.neg(), this);
  }

  public Tensor abs() {
    return Raw.call("abs", () -> raw.abs(), this);
  }

  public Tensor exp() {
    return Raw.call("exp", () -> raw.exp(), this);
  }

  public Tensor log() {
    return Raw.call("log", () -> raw.log(), this);
  }

  public Tensor pow(double exponent) {
    return Raw.call("pow", () -> raw.pow(new Scalar(exponent)), this);
  }

  public Tensor mul(Tensor other) {
    return Raw.call("mul", () -> raw.mul(other.raw), this, other);
  }

  public Tensor mul(double value) {
    return Raw.call("mul", () -> raw.mul(new Scalar(value)), this);
  }

  /** Keeps the element type, integers included. */
  public Tensor mul(long factor) {
    return Raw.call("mul", () -> raw.mul(new Scalar(factor)), this);
  }

  public Tensor div(Tensor other) {
    return Raw.call("div", () -> raw.div(other.raw), this, other);
  }

  public Tensor div(double value) {
    return Raw.call("div", () -> raw.div(new Scalar(value)), this);
  }

  public Tensor rsqrt() {
    return Raw.call("rsqrt", () -> raw.rsqrt(), this);
  }

  public Tensor floor() {
    return Raw.call("floor", () -> raw.floor(), this);
  }

  /** Integers divided, fractions cut off towards minus infinity. */
  public Tensor floorDiv(long divisor) {
    return Raw.call("floor_divide", () -> raw.floor_divide(new Scalar(divisor)), this);
  }

  /** Integers modulo {@code divisor}, in [0, divisor). */
  public Tensor mod(long divisor) {
    return Raw.call("remainder", () -> raw.remainder(new Scalar(divisor)), this);
  }

  /** Bits common to every integer and {@code mask}. */
  public Tensor bitAnd(long mask) {
    return Raw.call("bitwise_and", () -> raw.bitwise_and(new Scalar(mask)), this);
  }

  /** Of integers the common bits, of booleans whether both are true. */
  public Tensor bitAnd(Tensor other) {
    return Raw.call("bitwise_and", () -> raw.bitwise_and(other.raw), this, other);
  }

  /** Bits in which the integers differ. */
  public Tensor bitXor(Tensor other) {
    return Raw.call("bitwise_xor", () -> raw.bitwise_xor(other.raw), this, other);
  }

  /** Integers shifted right, the sign repeated. */
  public Tensor shiftRight(long bits) {
    return Raw.call("bitwise_right_shift", () -> raw.bitwise_right_shift(new Scalar(bits)), this);
  }

  /** Integers shifted right by as many bits as {@code bits} says, the sign repeated. */
  public Tensor shiftRight(Tensor bits) {
    return Raw.call("bitwise_right_shift", () -> raw.bitwise_right_shift(bits.raw), this, bits);
  }

  /** True where the value is at least {@code threshold}. */
  public Tensor atLeast(double threshold) {
    return Raw.call("ge", () -> raw.ge(new Scalar(threshold)), this);
  }

  /** True where the value is below the other's. */
  public Tensor lessThan(Tensor other) {
    return Raw.call("lt", () -> raw.lt(other.raw), this, other);
  }

  /** True where the values are equal. */
  public Tensor equalTo(Tensor other) {
    return Raw.call("eq", () -> raw.eq(other.raw), this, other);
  }

  /** True where the value is above {@code threshold}. */
  public Tensor greaterThan(double threshold) {
    return Raw.call("gt", () -> raw.gt(new Scalar(threshold)), this);
  }

  public Tensor sum() {
    return Raw.call("sum", () -> raw.sum(), this);
  }

  public Tensor sum(long... dimensions) {
    return Raw.call("sum", () -> raw.sum(dimensions), this);
  }

  public Tensor mean(long... dimensions) {
    return Raw.call("mean", () -> raw.mean(dimensions), this);
  }

  /** Euclidean norm of all values. */
  public Tensor norm() {
    return Raw.call("norm", () -> raw.norm(), this);
  }

  // In place.

  public Tensor addInPlace(double value) {
    Raw.run("add_", () -> raw.add_(new Scalar(value)), this);
    return this;
  }

  public Tensor addInPlace(Tensor other) {
    Raw.run("add_", () -> raw.add_(other.raw), this, other);
    return this;
  }

  public Tensor mulInPlace(double factor) {
    Raw.run("mul_", () -> raw.mul_(new Scalar(factor)), this);
    return this;
  }

  public Tensor mulInPlace(Tensor other) {
    Raw.run("mul_", () -> raw.mul_(other.raw), this, other);
    return this;
  }

  public Tensor fillInPlace(double value) {
    Raw.run("fill_", () -> raw.fill_(new Scalar(value)), this);
    return this;
  }

  public Tensor clampInPlace(long lowest, long highest) {
    Raw.run(
        "clamp_",
        () ->
            raw.clamp_(
                new org.bytedeco.pytorch.ScalarOptional(new Scalar(lowest)),
                new org.bytedeco.pytorch.ScalarOptional(new Scalar(highest))),
        this);
    return this;
  }

  /** Copies values, type and device converted; shapes must broadcast. */
  public Tensor copyInPlace(Tensor source) {
    Raw.run("copy_", () -> raw.copy_(source.raw), this, source);
    return this;
  }

  // Views.

  public Tensor view(long... shape) {
    return Raw.call("view", () -> raw.view(shape), this);
  }

  /** A view when possible, else a copy. */
  public Tensor reshape(long... shape) {
    return Raw.call("reshape", () -> raw.reshape(shape), this);
  }

  public Tensor permute(long... order) {
    return Raw.call("permute", () -> raw.permute(order), this);
  }

  public Tensor transpose(long a, long b) {
    return Raw.call("transpose", () -> raw.transpose(a, b), this);
  }

  public Tensor expand(long... shape) {
    return Raw.call("expand", () -> raw.expand(shape), this);
  }

  public Tensor unsqueeze(long dimension) {
    return Raw.call("unsqueeze", () -> raw.unsqueeze(dimension), this);
  }

  /** {@code length} entries from {@code start} along {@code dimension}. */
  public Tensor narrow(long dimension, long start, long length) {
    return Raw.call("narrow", () -> raw.narrow(dimension, start, length), this);
  }

  /** Entry {@code index} of {@code dimension}, which disappears. */
  public Tensor select(long dimension, long index) {
    return Raw.call("select", () -> raw.select(dimension, index), this);
  }

  // Picking.

  /** The entries {@code index} (int64 {@code [n]}) of {@code dimension}. */
  public Tensor indexSelect(long dimension, Tensor index) {
    return Raw.call("index_select", () -> raw.index_select(dimension, index.raw), this, index);
  }

  /** Along {@code dimension} the entry that {@code index}, of the result's shape, names. */
  public Tensor gather(long dimension, Tensor index) {
    return Raw.call("gather", () -> raw.gather(dimension, index.raw), this, index);
  }

  /** The values at {@code index}, of any shape, in this tensor taken as flat. */
  public Tensor take(Tensor index) {
    return Raw.call("take", () -> raw.take(index.raw), this, index);
  }

  // Lifetime.

  /** Lets this tensor outlive the scope it was made in. */
  Tensor retain() {
    raw.retainReference();
    return this;
  }

  /** Frees this handle; memory shared with other tensors or the graph stays. */
  @Override
  public void close() {
    raw.close();
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape()) + " " + type() + " on " + device();
  }

  private static TensorOptions floats() {
    return new TensorOptions(ElementType.FLOAT32.raw());
  }

  private static long[] checked(long[] shape) {
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(shape) + " must not have negative sizes");
      }
    }
    return shape;
  }

  private static void checkSize(MemorySegment data, ElementType type, long[] shape) {
    long elements = 1;
    for (long size : checked(shape)) {
      elements = Math.multiplyExact(elements, size);
    }
    long expected = Math.multiplyExact(elements, type.bytes());
    if (data.byteSize() != expected) {
      throw new IllegalArgumentException(
          "segment of "
              + data.byteSize()
              + " bytes does not fit shape "
              + Arrays.toString(shape)
              + " of "
              + type
              + ": "
              + expected
              + " bytes expected");
    }
  }

  /** A JavaCPP pointer to memory owned by someone else. */
  private static final class AddressPointer extends Pointer {
    AddressPointer(long address) {
      this.address = address;
    }
  }
}
