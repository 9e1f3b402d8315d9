package io.yoso4j.eval;

final class Placeholder {
  private Placeholder() {}
}
