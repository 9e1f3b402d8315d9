package io.yoso4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.model.yoso.InputSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelCardTest {
  private static final ModelCard FULL =
      new ModelCard(
          List.of(
              new PanopticCategory(7, "cat \"x\"", true), new PanopticCategory(-2, "sky", false)),
          0.05,
          new InputSpec(List.of(1.5, 2.0, 3.0), List.of(4.0, 5.0, 6.25), 64),
          new InputSize.ShortestSide(512, 1024));

  static List<ModelCard> cards() {
    return List.of(
        FULL,
        ModelCard.EMPTY,
        FULL.withInputSize(new InputSize.LongestSide(256)),
        FULL.withInputSize(new InputSize.Original()),
        FULL.withTiling(new Tiling(128, 0.25)),
        FULL.withTiling(new Tiling(128, 0.25, true)),
        FULL.withClassScores(ClassScores.SIGMOID),
        FULL.withClassScores(ClassScores.SOFTMAX),
        ModelCard.EMPTY.withTemperature(0.5));
  }

  @ParameterizedTest
  @MethodSource("cards")
  void comesBackFromJson(ModelCard card) {
    assertThat(ModelCard.ofJson(card.toJson())).isEqualTo(card);
  }

  @Test
  void gapsAreFilledFromAnother() {
    ModelCard own = ModelCard.EMPTY.withTemperature(2);
    assertThat(own.or(FULL)).isEqualTo(FULL.withTemperature(2));
    assertThat(FULL.or(own)).isEqualTo(FULL);
  }

  @Test
  void fieldsOfLaterVersionsArePassedOver() {
    assertThat(ModelCard.ofJson("{\"temperature\": 0.1, \"future\": {\"a\": [1]}}"))
        .isEqualTo(ModelCard.EMPTY.withTemperature(0.1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"temperature\": \"hot\"}",
        "{\"temperature\": 0}",
        "{\"tile_side\": 64, \"tile_overlap\": 0.5, \"tile_whole\": 1}",
        "{\"temperature\": 1e999}",
        "{\"classes\": 3}",
        "{\"classes\": [{\"id\": 1}]}",
        "{\"classes\": [{\"id\": 1.5, \"name\": \"a\"}]}",
        "{\"classes\": [{\"id\": 1, \"name\": \"a\", \"thing\": 1}]}",
        "{\"classes\": [{\"id\": 1, \"name\": \"a\"}, {\"id\": 1, \"name\": \"b\"}]}",
        "{\"pixel_mean\": [1, 2], \"pixel_std\": [1, 2, 3]}",
        "{\"longest_side\": 99999999999}",
        "{\"shortest_side\": 5, \"longest_side\": 2}",
        "{\"longest_side\": -1}",
        "{\"class_scores\": \"tanh\"}",
        "{\"class_scores\": 1}"
      })
  void wrongCardsAreRefusedInOneLine(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelCard.ofJson(json))
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  @Test
  void hostileCardsAreRefusedBeforeTheyGrow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelCard.ofJson("[".repeat(100_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    String longName = "{\"classes\": [{\"id\": 1, \"name\": \"%s\"}]}".formatted("x".repeat(2000));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelCard.ofJson(longName))
        .withMessageContaining("1000 characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelCard.ofJson(" ".repeat(5 << 20)))
        .withMessageContaining("limit");
  }

  @ParameterizedTest
  @CsvSource({
    "80, 0.05, person, 80, toothbrush",
    "133, 0.05, person, 80, rug-merged",
    "19, 0.05, road, 8, bicycle",
    "8, 0.05, person, 8, bicycle",
    "150, 0.5, wall, 100, flag",
    "65, 0.1, Bird, 37, Ego Vehicle",
    "3, 0.1, class 1, 3, class 3"
  })
  void upstreamsDefaults(int classes, double temperature, String first, int things, String last) {
    ModelCard card = KnownModel.ofClasses(classes).card(classes);
    assertThat(card.temperature()).isEqualTo(temperature);
    assertThat(card.classes()).hasSize(classes);
    assertThat(card.classes().getFirst().name()).isEqualTo(first);
    assertThat(card.classes().getLast().name()).isEqualTo(last);
    assertThat(card.classes().stream().filter(PanopticCategory::thing)).hasSize(things);
  }
}
