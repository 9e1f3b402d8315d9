package io.yoso4j.data.shapes;

final class Placeholder {
  private Placeholder() {}
}
