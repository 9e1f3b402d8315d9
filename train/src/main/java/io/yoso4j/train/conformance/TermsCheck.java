package io.yoso4j.train.conformance;

import io.yoso4j.criterion.StageResult;
import io.yoso4j.data.DataException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares the loss terms of a level, unweighted and weighted. */
final class TermsCheck {
  private static final List<String> REFERENCES = List.of("f64_pinned", "f64", "f32");
  private static final List<String> TERMS =
      List.of(
          StageResult.LOSS_CE,
          StageResult.LOSS_MASK,
          StageResult.LOSS_DICE,
          StageResult.LOSS_BBOX,
          StageResult.LOSS_GIOU,
          StageResult.CARDINALITY_ERROR,
          StageResult.CLASS_ERROR);
  private static final Pattern NAME = Pattern.compile("([a-z_]+?)(_\\d+)?");

  private final JsonFields meta;
  private final Findings findings;

  TermsCheck(JsonFields meta, Findings findings) {
    this.meta = meta;
    this.findings = findings;
  }

  void check(Level level, StageResult result, double numMasks) {
    JsonFields call = Ties.call(meta, level);
    Double expectedMasks = call.number("num_masks");
    if (expectedMasks != null && !level.auxiliary()) {
      compare(level.name() + " num_masks", numMasks, "f64", expectedMasks, null);
    }
    JsonFields losses = call.object("losses");
    boolean any = false;
    for (String name : losses.keys().stream().sorted().toList()) {
      Matcher parts = NAME.matcher(name);
      if (!parts.matches() || !TERMS.contains(parts.group(1))) {
        throw new DataException(
            "%s: unknown term \"%s\", must be one of %s, with _J for auxiliary output J"
                .formatted(losses.where(), name, TERMS));
      }
      String suffix = parts.group(2) == null ? "" : parts.group(2);
      if (suffix.equals(level.suffix())) {
        any = true;
        JsonFields recorded = losses.object(name);
        compare(level, parts.group(1), "unweighted", recorded, result.losses());
        compare(level, parts.group(1), "weighted", recorded, result.weighted());
      }
    }
    if (!any) {
      findings.notCompared("terms of " + level.name());
    }
  }

  private void compare(
      Level level, String term, String kind, JsonFields recorded, Map<String, Double> actual) {
    for (String reference : REFERENCES) {
      Double expected = recorded.number(kind + "_" + reference);
      if (expected == null) {
        continue;
      }
      Double found = actual.get(term);
      compare(
          "%s %s %s".formatted(level.name(), term, kind),
          found == null ? Double.NaN : found,
          reference,
          expected,
          reference.equals("f32") ? null : recorded.number(kind + "_f32"));
      return;
    }
  }

  private void compare(
      String name, double actual, String reference, double expected, @Nullable Double float32) {
    double[] expectedValue = {expected};
    findings.compared(
        Deviation.Kind.TERM,
        name,
        reference,
        Deviation.relative(new double[] {actual}, expectedValue),
        float32 == null ? null : Deviation.relative(new double[] {float32}, expectedValue));
  }
}
