package io.yoso4j.train.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.criterion.ConfiguredCriterion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class VariantParserTest {
  private static LossVariant own(String text) {
    return VariantParser.parse(List.of(), List.of(text)).getFirst();
  }

  private static SetCriterionConfig criterion(LossVariant variant, String... common) {
    List<String> sets = new java.util.ArrayList<>(List.of(common));
    variant.keys().forEach((key, value) -> sets.add("loss." + key + "=" + value));
    return ConfiguredCriterion.of(ConfigLoader.load("r50", null, sets).loss(), 5);
  }

  private static void sameLoss(NamedLoss named, SetCriterionConfig expected) {
    assertThat(criterion(named.variant(), "loss.points=full", "loss.mask_term=focal"))
        .usingRecursiveComparison()
        .ignoringFields("numMasksReducer")
        .isEqualTo(expected);
  }

  /** Whatever the common configuration says. */
  @Test
  void namesAreTheLossesOfTheCriterion() {
    sameLoss(NamedLoss.SET, SetCriterionConfig.yoso(5));
    sameLoss(NamedLoss.BASELINE, SetCriterionConfig.baseline(5));
    sameLoss(NamedLoss.HYBRID, SetCriterionConfig.hybrid(5));
  }

  @ParameterizedTest
  @EnumSource(NamedLoss.class)
  void everyNameIsAConfiguration(NamedLoss loss) {
    assertThat(criterion(loss.variant()).numClasses()).isEqualTo(5);
    assertThat(VariantParser.parse(List.of(loss.label()), List.of()))
        .containsExactly(loss.variant());
  }

  @Test
  void ownLossesChangeANamedOne() {
    LossVariant mine = own(" mine: set, points.num=3136,eos = 0.2, loss.focal_gamma=1");

    assertThat(mine.name()).isEqualTo("mine");
    assertThat(mine.description())
        .isEqualTo("set with points.num=3136, eos = 0.2, loss.focal_gamma=1");
    assertThat(mine.keys())
        .containsAllEntriesOf(NamedLoss.SET.variant().keys())
        .contains(entry("num_points", "3136"), entry("no_object_weight", "0.2"))
        .contains(entry("focal_gamma", "1"));
    assertThat(criterion(mine).classification().toString()).contains("0.2");
  }

  @Test
  void listsHoldCommas() {
    assertThat(own("mine: set, per_class_weights=[1, 2,3], eos=1").keys())
        .contains(entry("per_class_weights", "[1, 2,3]"), entry("no_object_weight", "1"));
  }

  @Test
  void shortNamesAreOfKeysThereAre() {
    for (Map.Entry<String, String> each : VariantParser.shortNames().entrySet()) {
      assertThat(ConfigLoader.keys()).contains("loss." + each.getValue());
      assertThat(own("x: set, " + each.getKey() + "=1").keys()).containsEntry(each.getValue(), "1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set,basline | | --losses: unknown loss \"basline\"; .* did you mean baseline\\?",
        "set | set: set | \"set\" is there twice",
        "set | Set: baseline | \"Set\" is there twice",
        "set | mine: set | \"mine\" is the same loss as \"set\"",
        "adapted,baseline-points | | \"baseline-points\" is the same loss as \"adapted\"",
        "set | mine | .*must have the form \"name: loss, key=value, ...\"",
        "set | mine: seet | .*unknown loss \"seet\".*did you mean set\\?",
        "set | mine: set, eso=1 | .*unknown key \"eso\"; did you mean eos\\?",
        "set | mine: set, points.nun=1 | .*unknown key \"points.nun\"; did you mean points.num\\?",
        "set | mine: set, eos | .*\"eos\" must have the form key=value",
        "set | ../mine: set | .*the name \"../mine\" must be 1 to 40 letters.*",
        "set | : set | .*the name \"\" must be 1 to 40 letters.*",
      })
  void whatIsWrongIsSaidInOneLine(String losses, String variant, String message) {
    List<String> own = variant == null ? List.of() : List.of(variant);

    assertThatThrownBy(() -> VariantParser.parse(List.of(losses.split(",")), own))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .matches(message)
        .hasLineCount(1);
  }

  @Test
  void nothingToCompareIsAnError() {
    assertThatThrownBy(() -> VariantParser.parse(List.of(), List.of()))
        .hasMessageContaining("nothing to compare");
  }

  @ParameterizedTest
  @CsvSource({
    "500steps,500 steps",
    "1 step,1 steps",
    "30min,30 minutes",
    "1.5h,90 minutes",
    "0.5 minutes,0.5 minutes"
  })
  void budgetsAreRead(String text, String meaning) {
    assertThat(LabBudget.of(text)).hasToString(meaning);
  }

  @ParameterizedTest
  @CsvSource({"500", "min", "-3steps", "0steps", "1.5steps", "9999999h", "3e9steps", "30sec", "''"})
  void otherBudgetsAreRefusedInOneLine(String text) {
    assertThatThrownBy(() -> LabBudget.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains("budget")
        .hasLineCount(1);
  }
}
