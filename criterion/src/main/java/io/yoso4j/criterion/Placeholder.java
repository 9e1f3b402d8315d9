package io.yoso4j.criterion;

final class Placeholder {
  private Placeholder() {}
}
