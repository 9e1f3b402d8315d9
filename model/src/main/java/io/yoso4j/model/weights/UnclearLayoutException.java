package io.yoso4j.model.weights;

/** The tensors that tell a layout are not there. */
final class UnclearLayoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnclearLayoutException(String message) {
    super(message, null, false, false);
  }
}
