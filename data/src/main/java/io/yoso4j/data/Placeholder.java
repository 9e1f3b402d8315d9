package io.yoso4j.data;

final class Placeholder {
  private Placeholder() {}
}
