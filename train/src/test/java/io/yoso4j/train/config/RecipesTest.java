package io.yoso4j.train.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configurations in {@code recipes/} stay valid, and their comments name themselves. */
final class RecipesTest {
  private static final Path FOLDER = Path.of("..", "recipes");

  static List<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipeLoads(Path recipe) throws IOException {
    TrainConfig config = ConfigLoader.load("mnv2", recipe, List.of());
    assertThat(Files.readString(recipe))
        .contains("--preset mnv2 --config recipes/" + recipe.getFileName());
    assertThat(config.train().steps()).isGreaterThan(500);
  }

  @Test
  void thereIsOnePerDataSet() throws IOException {
    assertThat(recipes())
        .extracting(path -> String.valueOf(path.getFileName()))
        .containsExactly("dsb2018_nuclei.yaml", "facade512.yaml", "fruit_nuts.yaml");
  }
}
