package io.yoso4j.criterion.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** SciPy's assignments of the saved matrices, ties included. */
class LinearAssignmentGoldenTest {

  @TestFactory
  List<DynamicTest> sameAsScipy() throws IOException {
    Path folder = Golden.folder().map(golden -> golden.resolve("lsa")).orElse(null);
    Assumptions.assumeTrue(folder != null, "shared/golden not found above the working directory");
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".cost.npy"))
              .map(name -> name.replace(".cost.npy", ""))
              .sorted()
              .toList();
      assertThat(names).isNotEmpty();
      return names.stream()
          .map(name -> DynamicTest.dynamicTest(name, () -> check(folder, name)))
          .toList();
    }
  }

  private static void check(Path folder, String name) {
    Npy cost = Npy.read(folder.resolve(name + ".cost.npy"));
    LinearAssignment found =
        LinearAssignment.solve(cost.values(), cost.shape()[0], cost.shape()[1]);
    assertThat(found.rows()).isEqualTo(Npy.read(folder.resolve(name + ".rows.npy")).ints());
    assertThat(found.columns()).isEqualTo(Npy.read(folder.resolve(name + ".cols.npy")).ints());
  }
}
