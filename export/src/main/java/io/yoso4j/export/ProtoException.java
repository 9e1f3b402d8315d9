package io.yoso4j.export;

/** Bytes are no ONNX; the message says in one line what is wrong with them. */
final class ProtoException extends Exception {
  private static final long serialVersionUID = 1;

  ProtoException(String message) {
    super(message);
  }
}
