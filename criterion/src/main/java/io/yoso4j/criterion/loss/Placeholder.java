package io.yoso4j.criterion.loss;

final class Placeholder {
  private Placeholder() {}
}
