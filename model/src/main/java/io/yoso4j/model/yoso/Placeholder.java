package io.yoso4j.model.yoso;

final class Placeholder {
  private Placeholder() {}
}
