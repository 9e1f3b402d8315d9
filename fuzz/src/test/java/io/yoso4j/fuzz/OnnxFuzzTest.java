package io.yoso4j.fuzz;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.yoso4j.export.OnnxContent;
import java.util.List;

/** What is looked for in ONNX files before ONNX Runtime reads them. */
class OnnxFuzzTest {
  private static final int MEBIBYTES = 4;

  @FuzzTest
  void check(byte[] input) {
    Promise.isKept(input, MEBIBYTES, "model.onnx", OnnxContent::isOnnx);
    Boolean passed =
        Promise.isKept(
            input,
            MEBIBYTES,
            "model.onnx",
            file -> {
              OnnxContent.requireSelfContained(file);
              return true;
            });
    if (passed != null) {
      Laws.require(
          !isExternal(input), "no weights in other files as protobuf's own reader sees it");
    }
  }

  private static boolean isExternal(byte[] input) {
    try {
      return isExternal(ModelProto.parseFrom(input));
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private static boolean isExternal(Object value) {
    return switch (value) {
      case TensorProto tensor ->
          tensor.getExternalDataCount() > 0
              || tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
      case Message message -> isExternal(List.copyOf(message.getAllFields().values()));
      case List<?> list -> list.stream().anyMatch(OnnxFuzzTest::isExternal);
      default -> false;
    };
  }
}
