package io.yoso4j.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX graph under construction: one method per operator used, each adds a node and returns its
 * result. Shapes are not checked here; ONNX Runtime does when it loads the file.
 */
final class OnnxGraph {
  /** DeformConv is new in 19; all other operators are as old or older. */
  static final int OPSET = 19;

  private final GraphProto.Builder graph;
  private final Map<List<Long>, Value> longConstants = new HashMap<>();
  private final Map<Float, Value> scalars = new HashMap<>();
  private int names;

  OnnxGraph(String name) {
    graph = GraphProto.newBuilder().setName(name);
  }

  GraphProto build() {
    return graph.build();
  }

  /** A float input; sizes that vary are given by a name. */
  Value input(String name, Object... shape) {
    graph.addInput(info(name, shape));
    return new Value(name);
  }

  /** Makes {@code value} an output called {@code name}. */
  void output(String name, Value value, Object... shape) {
    graph.addOutput(info(name, shape));
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Identity")
            .setName(name + "_output")
            .addInput(value.name())
            .addOutput(name));
  }

  private static ValueInfoProto info(String name, Object... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (Object size : shape) {
      TensorShapeProto.Dimension.Builder dimension = dimensions.addDimBuilder();
      if (size instanceof Number number) {
        dimension.setDimValue(number.longValue());
      } else {
        dimension.setDimParam(size.toString());
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(dimensions)))
        .build();
  }

  /** A name that nothing has yet. */
  String unique(String start) {
    return start + "_" + names++;
  }

  /** A constant called {@code name}, which must be new. */
  Value floats(String name, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return constant(
        name, TensorProto.DataType.FLOAT, UnsafeByteOperations.unsafeWrap(bytes), shape);
  }

  /** A constant of rank 0. */
  Value scalar(double value) {
    return scalars.computeIfAbsent(
        (float) value, v -> floats("scalar_" + scalars.size(), new float[] {v}));
  }

  /** A constant of rank 1. */
  Value longs(long... values) {
    List<Long> key = Arrays.stream(values).boxed().toList();
    return longConstants.computeIfAbsent(
        key, _ -> longConstant("longs_" + longConstants.size(), values, values.length));
  }

  private Value longConstant(String name, long[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return constant(
        name, TensorProto.DataType.INT64, UnsafeByteOperations.unsafeWrap(bytes), shape);
  }

  private Value constant(String name, TensorProto.DataType type, ByteString data, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber()).setRawData(data);
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
    return new Value(name);
  }

  Value conv(
      Value input,
      Value weight,
      @Nullable Value bias,
      int kernel,
      int stride,
      int pad,
      long groups) {
    return node(
        "Conv",
        List.of(
            ints("kernel_shape", kernel, kernel),
            ints("strides", stride, stride),
            ints("pads", pad, pad, pad, pad),
            integer("group", groups)),
        input,
        weight,
        bias);
  }

  Value convTranspose(
      Value input, Value weight, @Nullable Value bias, int kernel, int stride, int pad) {
    return node(
        "ConvTranspose",
        List.of(
            ints("kernel_shape", kernel, kernel),
            ints("strides", stride, stride),
            ints("pads", pad, pad, pad, pad)),
        input,
        weight,
        bias);
  }

  /** Stride 1, padding 1, kernel 3×3. */
  Value deformConv(Value input, Value weight, Value offset, Value bias, Value mask) {
    return node(
        "DeformConv",
        List.of(ints("kernel_shape", 3, 3), ints("strides", 1, 1), ints("pads", 1, 1, 1, 1)),
        input,
        weight,
        offset,
        bias,
        mask);
  }

  /** Bilinear, zero outside; −1 and 1 are the outer edges of the corner pixels. */
  Value gridSample(Value input, Value grid) {
    return node(
        "GridSample",
        List.of(
            text("mode", "bilinear"), text("padding_mode", "zeros"), integer("align_corners", 0)),
        input,
        grid);
  }

  Value maxPool(Value input, int kernel, int stride, int pad) {
    return node(
        "MaxPool",
        List.of(
            ints("kernel_shape", kernel, kernel),
            ints("strides", stride, stride),
            ints("pads", pad, pad, pad, pad)),
        input);
  }

  /** Enlarges height and width {@code factor}-fold, bilinear, as PyTorch's align_corners=False. */
  Value enlarge(Value input, int factor) {
    Value scales = floats(unique("scales"), new float[] {1, 1, factor, factor}, 4);
    return node(
        "Resize",
        List.of(text("mode", "linear"), text("coordinate_transformation_mode", "half_pixel")),
        input,
        null,
        scales);
  }

  Value relu(Value input) {
    return node("Relu", List.of(), input);
  }

  /** Cut to 0 … 6. */
  Value relu6(Value input) {
    return node("Clip", List.of(), input, scalar(0), scalar(6));
  }

  Value sigmoid(Value input) {
    return node("Sigmoid", List.of(), input);
  }

  Value softmax(Value input) {
    return node("Softmax", List.of(integer("axis", -1)), input);
  }

  Value add(Value a, Value b) {
    return node("Add", List.of(), a, b);
  }

  Value sub(Value a, Value b) {
    return node("Sub", List.of(), a, b);
  }

  Value mul(Value a, Value b) {
    return node("Mul", List.of(), a, b);
  }

  Value div(Value a, Value b) {
    return node("Div", List.of(), a, b);
  }

  Value matMul(Value a, Value b) {
    return node("MatMul", List.of(), a, b);
  }

  Value layerNorm(Value input, Value weight, Value bias, double epsilon) {
    return node(
        "LayerNormalization",
        List.of(integer("axis", -1), real("epsilon", epsilon)),
        input,
        weight,
        bias);
  }

  /** Normalises each image and channel of {@code [B, C, …]}. */
  Value instanceNorm(Value input, Value scale, Value bias, double epsilon) {
    return node("InstanceNormalization", List.of(real("epsilon", epsilon)), input, scale, bias);
  }

  /** 1 where {@code a} exceeds {@code b}, else 0. */
  Value greater(Value a, Value b) {
    return toFloat(node("Greater", List.of(), a, b));
  }

  Value toFloat(Value input) {
    return node("Cast", List.of(integer("to", TensorProto.DataType.FLOAT.getNumber())), input);
  }

  Value transpose(Value input, long... order) {
    return node("Transpose", List.of(ints("perm", order)), input);
  }

  /** In {@code shape}, 0 keeps a size and one −1 is computed. */
  Value reshape(Value input, long... shape) {
    return reshape(input, longs(shape));
  }

  Value reshape(Value input, Value shape) {
    return node("Reshape", List.of(), input, shape);
  }

  Value concat(int axis, Value... parts) {
    return node("Concat", List.of(integer("axis", axis)), parts);
  }

  /** Elements {@code from} to {@code to}, exclusive, of an axis. */
  Value slice(Value input, int axis, long from, long to) {
    return node("Slice", List.of(), input, longs(from), longs(to), longs(axis));
  }

  /** Element {@code index} of an axis, which disappears. */
  Value select(Value input, int axis, long index) {
    Value at = longConstant(unique("index"), new long[] {index});
    return node("Gather", List.of(integer("axis", axis)), input, at);
  }

  /** Zeros before and after the last of three axes. */
  Value padLast(Value input, int before, int after) {
    return node("Pad", List.of(), input, longs(0, 0, before, 0, 0, after));
  }

  /** Zeros at the right and the bottom, so that both sides are multiples of {@code divisor}. */
  Value padImages(Value images, long divisor) {
    Value below = missing(size(images, 2), divisor);
    Value right = missing(size(images, 3), divisor);
    return node("Pad", List.of(), images, concat(0, longs(0, 0, 0, 0, 0, 0), below, right));
  }

  private Value missing(Value size, long divisor) {
    return node("Mod", List.of(), node("Neg", List.of(), size), longs(divisor));
  }

  /** The sizes of all axes, int64 of rank 1. */
  Value shape(Value input) {
    return node("Shape", List.of(), input);
  }

  /** The size of one axis, int64 of rank 1. */
  Value size(Value input, int axis) {
    return node("Shape", List.of(integer("start", axis), integer("end", axis + 1)), input);
  }

  /** 0 to {@code count} − 1 as floats; {@code count} has rank 1. */
  Value range(Value count) {
    Value scalar = node("Squeeze", List.of(), count);
    return node("Range", List.of(), scalar(0), toFloat(scalar), scalar(1));
  }

  Value expand(Value input, Value shape) {
    return node("Expand", List.of(), input, shape);
  }

  private Value node(String operator, List<AttributeProto> attributes, @Nullable Value... inputs) {
    String name = unique(operator.toLowerCase(Locale.ROOT));
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(operator).setName(name).addAllAttribute(attributes);
    List<String> from = new ArrayList<>();
    for (Value input : inputs) {
      from.add(input == null ? "" : input.name());
    }
    while (from.getLast().isEmpty()) {
      from.removeLast();
    }
    graph.addNode(node.addAllInput(from).addOutput(name));
    return new Value(name);
  }

  private static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto real(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  private static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }
}
