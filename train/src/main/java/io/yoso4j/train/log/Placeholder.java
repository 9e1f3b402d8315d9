package io.yoso4j.train.log;

final class Placeholder {
  private Placeholder() {}
}
