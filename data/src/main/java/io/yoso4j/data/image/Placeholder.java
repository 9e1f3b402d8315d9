package io.yoso4j.data.image;

final class Placeholder {
  private Placeholder() {}
}
