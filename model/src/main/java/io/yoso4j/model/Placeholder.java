package io.yoso4j.model;

final class Placeholder {
  private Placeholder() {}
}
