package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ConformanceCommandTest extends CommandTest {
  private static final double LN_2 = Math.log(2);

  /** One query, one target of one pixel, all logits 0: the mask's cross-entropy is ln 2. */
  private Path writeCase(String name, double lossMask) throws IOException {
    Path at = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        at.resolve("meta.json"),
        """
        {"family": "baseline", "config": {"C": 1},
         "calls": [{"losses": {"loss_mask": {"unweighted_f64": %s}}}]}
        """
            .formatted(lossMask));
    write(at.resolve("tgt.b0.labels.npy"), "<i8", "1,", new byte[8]);
    write(at.resolve("tgt.b0.masks.npy"), "|u1", "1, 1, 1", new byte[] {1});
    write(at.resolve("c0.pred_masks.npy"), "<f4", "1, 1, 1, 1", new byte[4]);
    return at;
  }

  private static void write(Path file, String descr, String shape, byte[] data) throws IOException {
    byte[] header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n"
            .formatted(descr, shape)
            .getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer npy =
        ByteBuffer.allocate(10 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    npy.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) 1);
    npy.putShort((short) header.length).put(header).put(data);
    Files.write(file, npy.array());
  }

  /** One query, one class, one pixel of mask logit 0.5: nothing is compared but the instance. */
  private void writeInference(float score) throws IOException {
    Path at = Files.createDirectories(folder.resolve("inference"));
    Files.writeString(at.resolve("meta.json"), "{\"queries\": 1, \"topk\": 1, \"things\": [0]}");
    write(at.resolve("mask_cls.npy"), "<f4", "1, 2", floats(0, 0));
    write(at.resolve("mask_pred.npy"), "<f4", "1, 1, 1", floats(0.5f));
    write(at.resolve("instances.scores.npy"), "<f4", "1,", floats(score));
    write(at.resolve("instances.classes.npy"), "<i8", "1,", new byte[8]);
    write(at.resolve("instances.query.npy"), "<i8", "1,", new byte[8]);
    write(at.resolve("instances.masks.npy"), "|u1", "1, 1, 1", new byte[] {1});
    write(at.resolve("panoptic_seg.npy"), "<i4", "1, 1", new byte[4]);
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  @Test
  void casesOfModelsHaveColumnsAndTolerancesOfTheirOwn() throws IOException {
    float score = (float) (0.5 / (1 + Math.exp(-0.5)));
    writeInference(score + 0.001f);
    assertThat(run("conformance", folder)).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern("FAIL +inference +activations - +scores 1.0e-03 +pixels 0 ")
        .contains("over: instances.scores is 1.0e-03 off, allowed 1.0e-04");
    assertThat(err.toString()).contains("inference").hasLineCount(1);
    assertThat(run("conformance", folder, "--score-tolerance", "0.01")).isZero();
    assertThat(out.toString()).contains("of models: score 1.0e-03, pixels 0");
    assertThat(run("conformance", folder, "--pixel-tolerance", "-1")).isEqualTo(2);
  }

  @Test
  void agreementIsALineForEachCaseAndASummary() throws IOException {
    writeCase("b", LN_2);
    writeCase("a", LN_2);

    assertThat(run("conformance", folder)).as(err.toString()).isZero();

    assertThat(out.toString().lines().filter(line -> line.startsWith("PASS")))
        .satisfiesExactly(
            line -> assertThat(line).contains(" a ", "terms 0"),
            line -> assertThat(line).contains(" b "));
    assertThat(out.toString())
        .contains("2 cases: 2 passed, 0 failed, 0 not usable")
        .contains("not compared: c0.b0.cost, c0.b0.src, grad.c0.pred_masks");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aDifferenceIsAFailedCheck() throws IOException {
    writeCase("good", LN_2);
    writeCase("tampered", LN_2 + 1e-4);

    assertThat(run("conformance", folder)).isEqualTo(ExitCode.FAILED_CHECK.code());

    assertThat(out.toString())
        .contains("over: c0 loss_mask unweighted is 1.0e-04 off, allowed 1.0e-05 (against f64)");
    assertThat(err.toString())
        .startsWith("yoso4j: error: 1 of 2 cases do not agree: tampered")
        .hasLineCount(1);
    assertThat(run("conformance", folder, "--tolerance", "1e-3")).isZero();
  }

  @Test
  void aCaseThatCannotBeUsedIsNamedAndTheOthersGoOn() throws IOException {
    Path bad = writeCase("bad", LN_2);
    Files.delete(bad.resolve("tgt.b0.masks.npy"));
    writeCase("good", LN_2);
    writeCase("tampered", 1);

    assertThat(run("conformance", folder)).isEqualTo(ExitCode.DATA_ERROR.code());

    assertThat(out.toString())
        .contains("ERROR  bad: ", "PASS   good", "FAIL   tampered", "1 not usable");
    assertThat(err.toString())
        .startsWith("yoso4j: error: " + bad.resolve("tgt.b0.masks.npy") + ": no such file")
        .hasLineCount(1);
  }

  @Test
  void jsonHoldsEveryNumber() throws IOException {
    writeCase("bad", LN_2 + 1);
    Files.createDirectories(folder.resolve("model"));
    Files.writeString(folder.resolve("model/meta.json"), "{}");

    assertThat(run("conformance", folder, "--json")).isEqualTo(ExitCode.FAILED_CHECK.code());

    JsonNode root = JsonMapper.builder().build().readTree(out.toString());
    assertThat(root.at("/summary/fail").intValue()).isEqualTo(1);
    assertThat(root.at("/summary/skipped").intValue()).isEqualTo(1);
    JsonNode first = root.get("cases").get(0);
    assertThat(first.get("name").stringValue()).isEqualTo("bad");
    assertThat(first.get("verdict").stringValue()).isEqualTo("fail");
    JsonNode deviation = first.get("deviations").get(0);
    assertThat(deviation.get("kind").stringValue()).isEqualTo("term");
    assertThat(deviation.get("value").doubleValue()).isCloseTo(1 / (LN_2 + 1), within(1e-6));
    assertThat(deviation.get("within").booleanValue()).isFalse();
  }

  @Test
  void aFolderWithoutCasesSaysWhatACaseNeeds() throws IOException {
    assertThat(run("conformance", folder)).isEqualTo(ExitCode.NO_INPUT.code());
    Files.writeString(folder.resolve("meta.json"), "{}");
    assertThat(run("conformance", folder)).isEqualTo(ExitCode.NO_INPUT.code());
    assertThat(err.toString()).contains(folder + ": holds no case", "\"family\" and \"config\"");
    assertThat(run("conformance", folder.resolve("none"))).isEqualTo(ExitCode.NO_INPUT.code());
  }

  @Test
  void tensorsAreComparedMoreLoosely() throws IOException {
    writeCase("near", LN_2 + 5e-5);

    assertThat(run("conformance", folder, "--engine", "tensors")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("PASS   near", "tolerance 1.0e-04");
    assertThat(run("conformance", folder, "--engine", "tensors", "--tolerance", "1e-5"))
        .isEqualTo(ExitCode.FAILED_CHECK.code());
    assertThat(run("conformance", folder, "--engine", "fused"))
        .isEqualTo(ExitCode.FAILED_CHECK.code());
  }

  @Test
  void aDeviceIsForTensors() throws IOException {
    writeCase("good", LN_2);

    assertThat(run("conformance", folder, "--device", "cuda")).isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString()).contains("--device cuda needs --engine tensors").hasLineCount(1);
    assertThat(run("conformance", folder, "--engine", "fast")).isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString()).containsIgnoringCase("fused, tensors");
    assertThat(run("conformance", folder, "--engine", "tensors", "--device", "tpu"))
        .isEqualTo(ExitCode.USAGE.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "NaN", "Infinity", "small"})
  void theToleranceIsANumber(String tolerance) {
    assertThat(run("conformance", folder, "--tolerance", tolerance))
        .isEqualTo(ExitCode.USAGE.code());
  }
}
