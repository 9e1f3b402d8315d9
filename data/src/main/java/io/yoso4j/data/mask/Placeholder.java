package io.yoso4j.data.mask;

final class Placeholder {
  private Placeholder() {}
}
