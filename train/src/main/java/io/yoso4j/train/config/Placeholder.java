package io.yoso4j.train.config;

final class Placeholder {
  private Placeholder() {}
}
