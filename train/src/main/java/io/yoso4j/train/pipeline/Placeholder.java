package io.yoso4j.train.pipeline;

final class Placeholder {
  private Placeholder() {}
}
