package io.yoso4j.train.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.train.conformance.CaseReport.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be used is one line that names file and reason; nothing is allocated for it. */
final class MalformedCaseTest {
  private static final String TARGET = "tgt.b0.masks";

  @TempDir private Path folder;

  static Stream<Arguments> malformed() {
    return Stream.of(
        bad(w -> w.delete("meta.json"), "meta.json: no such file"),
        bad(w -> w.meta("{"), "meta.json: line 1: broken JSON"),
        bad(w -> w.meta("[1]"), "meta.json: must hold a JSON object"),
        bad(w -> w.meta("[".repeat(100_000)), "meta.json: line 1: broken JSON"),
        bad(edit("\"yoso\"", "\"yoloso\""), "unknown family \"yoloso\", must be one of yoso,"),
        bad(edit("\"yoso\"", "7"), "\"family\" must be a text, but is 7"),
        bad(edit("\"over\"", "\"ovr\""), "config: unknown key \"ovr\", family yoso has C, P,"),
        bad(edit("\"C\": 2", "\"C\": 0"), "\"C\" must be a whole number of at least 1, but is 0"),
        bad(edit("\"C\": 2, ", ""), "config: needs the field \"C\""),
        bad(edit("2.0", "0.5"), "config: oversampleRatio (0.5) must be at least 1"),
        bad(
            config("\"mask_term\": \"dice\""),
            "config: \"mask_term\" must be cross_entropy or focal, but is \"dice\""),
        bad(config("\"mask_gamma\": 2"), "config: \"mask_gamma\" needs \"mask_term\": \"focal\""),
        bad(
            config("\"mask_term\": \"focal\", \"mask_alpha\": 1.5"),
            "config: mask_alpha (1.5) must be at most 1"),
        bad(
            w -> w.meta("{\"family\": \"detr\", \"config\": {\"C\": 2, \"mask_term\": \"focal\"}}"),
            "unknown key \"mask_term\", family detr has C, aux, class_weights, eos, logit_columns,"),
        bad(edit("loss_mask", "loss_masks"), "losses: unknown term \"loss_masks\""),
        bad(
            edit("\"matcher\"", "\"mtcher\""),
            "\"draws\" has none of level c0, kind matcher, image 0"),
        bad(edit("\"random\"", "\"rnd\""), "\"draws\" has none of level c0, kind random"),
        bad(edit("draw.000", "../draw.000"), "\"file\" must be a plain name"),
        bad(w -> w.delete("draw.001.npy"), "draw.001.npy: no such file"),
        bad(
            w -> w.floats("draw.001", new int[] {1, 3, 2}, 0, 0, 0, 0, 0, 0),
            "draw.001.npy: has shape [1, 3, 2], but must have [1, 4, 2]"),
        bad(
            w -> w.floats("draw.002", new int[] {1, 1, 2}, 0.5, 1.5),
            "draw.002.npy: value 1 (1.5) must be in [0, 1]"),
        bad(w -> w.delete("c0.pred_masks.npy"), "c0.pred_masks.npy: no such file"),
        bad(w -> w.delete("tgt.b0.masks.npy"), "tgt.b0.masks.npy: no such file"),
        bad(w -> w.longs("tgt.b0.labels", 2), "tgt.b0.labels.npy: value 0 (2) must be in [0, 2)"),
        bad(
            w -> w.longs("tgt.b0.labels", 0, 1),
            "tgt.b0.masks.npy: has shape [1, 2, 2], but must have [2, any, any]"),
        bad(
            w -> w.floats(TARGET, new int[] {1, 2, 2}, 1, 1, 1, 1),
            "has values of type '<f4', but must have '|u1'"),
        bad(
            w -> w.doubles("c0.b0.cost", new int[] {2, 1}, 1, 2),
            "c0.b0.cost.npy: has values of type '<f8', but must have '<f4'"),
        bad(
            w -> w.floats("c0.b0.cost", new int[] {2, 1}, 1, Double.NaN),
            "c0.b0.cost.npy: cannot be solved"),
        bad(w -> w.longs("c0.b0.src", 0).longs("c0.b0.tgt", 1), "c0.b0.tgt.npy: value 0 (1)"),
        bad(w -> w.write(TARGET + ".npy", new byte[0]), "is not a .npy file"),
        bad(
            w -> w.write(TARGET + ".npy", Arrays.copyOf(w.read(TARGET + ".npy"), 20)),
            "ends in its header: 20 bytes"),
        bad(
            w ->
                w.write(
                    TARGET + ".npy",
                    Arrays.copyOf(w.read(TARGET + ".npy"), w.read(TARGET + ".npy").length - 1)),
            "holds 3 bytes of values, but its header says [1, 2, 2] of |u1, that is 4 bytes"),
        bad(header("|u1", "False", "1, 2000000000, 2000000000"), "that is 4000000000000000000"),
        bad(header("|u1", "False", "2147483647, 2147483647, 2147483647,"), "more than 2^63"),
        bad(header("|u1", "False", "1, 2, 99999999999,"), "no whole number below 2^31"),
        bad(header("|u1", "False", "1,".repeat(9)), "has 9 dimensions, at most 8 are read"),
        bad(header("|u1", "False", "-1, 2, 2"), "has no readable 'shape' in its header"),
        bad(header("|u1", "True", "1, 2, 2"), "is in Fortran order"),
        bad(header("|O", "False", "1, 2, 2"), "has values of type '|O', but must have one of <f4"),
        bad(header(">f4", "False", "1, 2, 2"), "has values of type '>f4'"),
        bad(
            w ->
                w.longs("tgt.b0.labels")
                    .npy(
                        TARGET,
                        CaseWriter.header("|u1", "False", "0, 100000, 100000"),
                        new byte[0]),
            "masks of 100000 x 100000 must have at most"),
        bad(
            w ->
                w.longs("tgt.b0.labels", new long[1 << 10])
                    .bytes(TARGET, new int[] {1 << 10, 1, 1}, new int[1 << 10])
                    .floats("c0.pred_masks", new int[] {1, 1 << 17, 1, 1}, new double[1 << 17]),
            "131072 queries times 1024 targets of image 0 must be at most 67108864"),
        bad(
            w -> {
              byte[] file = w.read(TARGET + ".npy");
              file[6] = 3;
              w.write(TARGET + ".npy", file);
            },
            "is of version 3.0, only 1.0 is read"));
  }

  private static Arguments bad(Consumer<CaseWriter> change, String expected) {
    return Arguments.of(expected, change);
  }

  private static Consumer<CaseWriter> edit(String from, String to) {
    return writer -> {
      String meta = new String(writer.read("meta.json"), StandardCharsets.UTF_8);
      assertThat(meta).contains(from);
      writer.meta(meta.replace(from, to));
    };
  }

  private static Consumer<CaseWriter> config(String more) {
    return edit("\"C\": 2", "\"C\": 2, " + more);
  }

  private static Consumer<CaseWriter> header(String descr, String fortran, String sizes) {
    return writer -> writer.npy(TARGET, CaseWriter.header(descr, fortran, sizes), new byte[4]);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void isOneLineThatNamesTheFile(String expected, Consumer<CaseWriter> change) {
    CaseWriter writer = MiniCases.yoso(folder);
    assertThat(Conformance.check(folder).verdict()).isEqualTo(Verdict.PASS);
    change.accept(writer);

    CaseReport report = Conformance.check(folder);

    assertThat(report.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(report.problem()).startsWith(folder.toString()).contains(expected);
    assertThat(report.problem().lines()).hasSize(1);
  }

  @Test
  void aFolderOfSomethingElseIsSkipped() {
    new CaseWriter(folder).meta("{\"name\": \"x\"}");
    assertThat(Conformance.check(folder).verdict()).isEqualTo(Verdict.SKIPPED);
  }

  @Test
  void aCaseWithNothingToCompareIsAnError() {
    CaseWriter writer = MiniCases.yoso(folder);
    String meta = new String(writer.read("meta.json"), StandardCharsets.UTF_8);
    writer.meta(meta.replaceAll(",\\s*\"calls\".*", "}"));
    CaseReport report = Conformance.check(folder);
    assertThat(report.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(report.problem()).endsWith("holds nothing to compare with");
  }
}
