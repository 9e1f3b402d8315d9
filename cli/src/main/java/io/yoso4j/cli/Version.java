package io.yoso4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The versions of what runs. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    Properties build = build();
    return new String[] {
      "yoso4j " + build.getProperty("version"),
      "PyTorch (JavaCPP presets) " + build.getProperty("pytorch"),
      "Java %s, %s".formatted(Runtime.version(), System.getProperty("java.vm.name")),
      "%s %s, %s"
          .formatted(
              System.getProperty("os.name"),
              System.getProperty("os.version"),
              System.getProperty("os.arch"))
    };
  }

  private static Properties build() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("resource version.properties is missing from the jar");
      }
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource version.properties", e);
    }
  }
}
