package io.yoso4j.criterion.matching;

final class Placeholder {
  private Placeholder() {}
}
