package io.yoso4j.criterion.sampling;

final class Placeholder {
  private Placeholder() {}
}
