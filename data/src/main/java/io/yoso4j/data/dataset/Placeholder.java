package io.yoso4j.data.dataset;

final class Placeholder {
  private Placeholder() {}
}
