package io.yoso4j.train;

final class Placeholder {
  private Placeholder() {}
}
