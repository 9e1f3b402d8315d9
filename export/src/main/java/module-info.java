/** YOSO as ONNX files: written, and run by ONNX Runtime. */
module io.yoso4j.export {
  requires transitive io.yoso4j.model;
  requires com.google.protobuf;
  requires com.microsoft.onnxruntime;
  requires org.tribuo.util.onnx;
  requires static transitive org.jspecify;

  exports io.yoso4j.export;
}
