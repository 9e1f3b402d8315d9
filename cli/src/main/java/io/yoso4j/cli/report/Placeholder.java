package io.yoso4j.cli.report;

final class Placeholder {
  private Placeholder() {}
}
