package io.yoso4j.cli;

final class Placeholder {
  private Placeholder() {}
}
