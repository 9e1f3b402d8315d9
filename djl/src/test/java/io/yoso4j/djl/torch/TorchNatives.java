package io.yoso4j.djl.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * DJL's PyTorch from jars on the class path alone. DJL would look for the native part of its own
 * release, which for 0.36.0 is not on Maven Central, and download it from elsewhere; that of 0.35.1
 * is, and is made of the same sources. So everything is unpacked into one folder, and DJL is told
 * to look there. Offline mode forbids downloads, and telemetry.
 */
final class TorchNatives {
  private static final Path FOLDER = Path.of("target", "djl-torch").toAbsolutePath();
  private static final String LIBRARIES = "native/lib/pytorch.properties";

  /** Why there is no engine; null where there is one. Decided once. */
  private static final Optional<String> MISSING = install();

  private TorchNatives() {}

  /** Why DJL's PyTorch cannot be used here, if it cannot. */
  static Optional<String> missing() {
    return MISSING;
  }

  private static Optional<String> install() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    // The arrays of tests are small, and the criterion has threads of its own.
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    try (InputStream listing = resource(LIBRARIES)) {
      if (listing == null) {
        return Optional.of(
            "pytorch-native-cpu is not on the class path: DJL has none for "
                + System.getProperty("os.name")
                + " on "
                + System.getProperty("os.arch"));
      }
      Properties torch = new Properties();
      torch.load(listing);
      String platform = torch.getProperty("classifier");
      String jni = System.mapLibraryName("djl_torch");
      List<String> resources = new ArrayList<>();
      for (String library : torch.getProperty("libraries").split(",")) {
        resources.add("pytorch/%s/%s/%s".formatted(torch.getProperty("flavor"), platform, library));
      }
      resources.add("jnilib/%s/cpu/%s".formatted(platform, jni));
      Path folder = FOLDER.resolve(torch.getProperty("version"));
      unpack(resources, folder);
      System.setProperty("PYTORCH_LIBRARY_PATH", folder.toString());
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unpack(List<String> resources, Path folder) throws IOException {
    if (Files.exists(folder)) {
      return;
    }
    Files.createDirectories(FOLDER);
    Path temporary = Files.createTempDirectory(FOLDER, "unpacking");
    for (String name : resources) {
      try (InputStream library = resource(name)) {
        if (library == null) {
          throw new IOException(name + " is not on the class path");
        }
        Files.copy(library, temporary.resolve(name.substring(name.lastIndexOf('/') + 1)));
      }
    }
    Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static @Nullable InputStream resource(String name) {
    return TorchNatives.class.getClassLoader().getResourceAsStream(name);
  }
}
