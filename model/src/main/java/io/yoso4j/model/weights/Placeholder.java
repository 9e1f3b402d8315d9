package io.yoso4j.model.weights;

final class Placeholder {
  private Placeholder() {}
}
