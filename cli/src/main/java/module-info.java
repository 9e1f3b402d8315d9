/** The yoso4j command and its reports. */
module io.yoso4j.cli {
  requires io.yoso4j.export;
  requires io.yoso4j.train;
  requires info.picocli;
  requires java.desktop;
  requires java.management;
  requires jdk.httpserver;
  requires tools.jackson.core;
  requires tools.jackson.databind;
  requires static org.jspecify;

  opens io.yoso4j.cli to
      info.picocli;
}
