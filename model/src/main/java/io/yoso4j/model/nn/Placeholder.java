package io.yoso4j.model.nn;

final class Placeholder {
  private Placeholder() {}
}
