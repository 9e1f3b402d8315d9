package io.yoso4j.model.tensor;

final class Placeholder {
  private Placeholder() {}
}
