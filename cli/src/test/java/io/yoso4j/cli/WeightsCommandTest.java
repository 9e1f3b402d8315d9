package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.model.weights.Layout;
import io.yoso4j.model.weights.ResNetLayout;
import io.yoso4j.model.weights.Safetensors;
import io.yoso4j.model.weights.TorchCheckpoint;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.weights.WeightTensor;
import io.yoso4j.model.weights.YosoLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class WeightsCommandTest extends CommandTest {
  private static final Layout RESNET = new ResNetLayout(18, 4, 4, 64, ResNetLayout.Norm.FROZEN);
  private static final Layout YOSO =
      new YosoLayout((ResNetLayout) RESNET, 3, 5, 16, 8, 3, 2, 1, 1, 12);

  private static Map<String, WeightTensor> zeros(Layout layout) {
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    layout
        .shapes()
        .forEach((name, shape) -> {
          long size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
          tensors.put(name, WeightTensor.ofFloats(name, new float[(int) size], shape));
        });
    return tensors;
  }

  private Path file(String name, Map<String, WeightTensor> tensors) {
    Path file = folder.resolve(name);
    TorchCheckpoint.write(file, tensors);
    return file;
  }

  @Test
  void aWholeBackboneIsShownAsATable() {
    assertThat(run("weights", "show", file("r18.pth", zeros(RESNET)))).as("%s", err).isZero();
    assertThat(out.toString())
        .contains(
            "r18.pth: PyTorch zip, 100 tensors",
            "names: detectron2; network: ResNet-18 with stem 4, res2 4",
            "100 loaded, 0 left out, 0 filled in, 0 missing, 0 unexpected, 0 of another shape")
        .containsPattern(
            "backbone\\.stem\\.conv1\\.weight +F32 +\\[4, 3, 7, 7] +backbone\\.stem\\.conv1\\.weight\n");
  }

  @Test
  void whatDoesNotFitIsNamedAndIsTheExitCode() {
    Map<String, WeightTensor> tensors = zeros(RESNET);
    tensors.remove("backbone.res4.1.conv2.weight");
    tensors.put("head.weight", WeightTensor.ofFloats("head.weight", new float[2], 2));
    tensors.put(
        "backbone.stem.conv1.norm.bias",
        WeightTensor.ofFloats("backbone.stem.conv1.norm.bias", new float[7], 7));
    assertThat(run("weights", "show", file("r18.pth", tensors))).isEqualTo(3);
    assertThat(out.toString())
        .contains(
            "missing (1):\n  backbone.res4.1.conv2.weight [16, 16, 3, 3]\n",
            "unexpected (1):\n  head.weight [2]: no rule knows this name\n",
            "of another shape (1):\n  backbone.stem.conv1.norm.bias [7]: wants [4]\n");
  }

  @Test
  void theSameForPrograms() {
    Map<String, WeightTensor> tensors = zeros(RESNET);
    tensors.put("fc.weight", WeightTensor.ofFloats("fc.weight", new float[2], 1, 2));
    assertThat(run("weights", "show", file("r18.pth", tensors), "--json")).isZero();
    JsonNode json = JsonMapper.shared().readTree(out.toString());
    assertThat(json.get("complete").asBoolean()).isTrue();
    assertThat(json.get("network").asString()).isEqualTo("ResNet-18 with stem 4, res2 4");
    assertThat(json.get("tensors")).hasSize(101);
    assertThat(json.get("tensors").get(100).toString())
        .isEqualTo(
            "{\"name\":\"fc.weight\",\"dtype\":\"F32\",\"shape\":[1,2],\"outcome\":\"left_out\",\"becomes\":null,\"note\":\"classifier\"}");
    assertThat(json.get("summary").get("loaded").asInt()).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({"a.safetensors, b.pth", "a.pth, b.safetensors", "a.pth, b.pt"})
  void formatsAreConvertedTensorByTensor(String from, String to) {
    Map<String, WeightTensor> tensors = zeros(RESNET);
    tensors.put("other", WeightTensor.ofFloats("other", new float[] {1, -2}, 2));
    Path in = folder.resolve(from);
    if (from.endsWith(".pth")) {
      TorchCheckpoint.write(in, tensors);
    } else {
      Safetensors.write(in, tensors, Map.of());
    }
    assertThat(run("weights", "convert", in, folder.resolve(to))).as("%s", err).isZero();
    assertThat(out.toString()).contains("101 tensors written to ");
    assertThat(WeightFile.read(folder.resolve(to)).tensors()).isEqualTo(tensors);
  }

  @Test
  void upstreamGetsAStateDictionaryForStrictLoading() {
    Map<String, WeightTensor> tensors = zeros(YOSO);
    tensors.put("optimizer.step", WeightTensor.ofFloats("optimizer.step", new float[1], 1));
    Path in = folder.resolve("last.safetensors");
    Safetensors.write(in, tensors, Map.of("yoso4j", "{}"));
    Path to = folder.resolve("model.pth");
    assertThat(run("weights", "convert", in, to, "--names", "upstream")).as("%s", err).isZero();
    assertThat(out.toString())
        .contains(
            "left out (1): optimizer.step",
            "filled in (7): yoso_neck.deconv.deform_conv1.dcn_bn.num_batches_tracked,",
            "notes, which a .pth has no place for (1): yoso4j");
    assertThat(WeightFile.read(to).tensors())
        .hasSize(YOSO.tensors().size() + 7)
        .containsKey("yoso_head.criterion.empty_weight");
  }

  @Test
  void aBackboneIsNotForUpstream() {
    Path in = file("r18.pth", zeros(RESNET));
    Path to = folder.resolve("model.pth");
    assertThat(run("weights", "convert", in, to, "--names", "upstream")).isEqualTo(65);
    assertThat(err.toString())
        .contains("is no YOSO network with a ResNet or MobileNetV2")
        .hasLineCount(1);
    assertThat(to).doesNotExist();
  }

  @Test
  void namesOfTheNetwork() {
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    for (String name : new String[] {"conv1.weight", "fc.bias", "strange"}) {
      tensors.put(name, WeightTensor.ofFloats(name, new float[] {1}, 1));
    }
    Path to = folder.resolve("b.safetensors");
    assertThat(run("weights", "convert", file("a.pth", tensors), to, "--names", "network"))
        .isZero();
    assertThat(out.toString())
        .contains("left out (1): fc.bias", "left out, since no rule knows the name (1): strange");
    assertThat(WeightFile.read(to).tensors()).containsOnlyKeys("backbone.stem.conv1.weight");
  }

  @Test
  void nothingIsReplacedUnasked() {
    Path in = file("a.pth", zeros(RESNET));
    Path to = file("b.pth", Map.of());
    assertThat(run("weights", "convert", in, to)).isEqualTo(73);
    assertThat(err.toString()).contains("b.pth: is there already", "--overwrite");
    assertThat(run("weights", "convert", in, to, "--overwrite")).isZero();
    assertThat(WeightFile.read(to).tensors()).hasSize(100);
    assertThat(run("weights", "convert", in, folder, "--overwrite")).isEqualTo(2);
    assertThat(run("weights", "convert", in, folder.resolve("none/c.pth"))).isEqualTo(73);
    assertThat(err.toString()).contains("c.pth: no such folder: " + folder.resolve("none"));
  }

  @Test
  void brokenAndMissingFilesAreOneLine() throws IOException {
    Path broken = folder.resolve("broken.pth");
    Files.writeString(broken, "PK\3\4nothing", StandardCharsets.ISO_8859_1);
    assertThat(run("weights", "show", broken)).isEqualTo(65);
    assertThat(err.toString()).contains("zip has no end record");
    assertThat(run("weights", "show", folder.resolve("none.pth"))).isEqualTo(66);
    assertThat(run("weights", "convert", broken, folder.resolve("c.pth"))).isEqualTo(65);
    assertThat(run("weights", "convert", broken, folder.resolve("c.txt"))).isEqualTo(2);
    assertThat(err.toString()).contains("must end in .safetensors, .pth, .pt or .bin");
    assertThat(folder.resolve("c.pth")).doesNotExist();
  }

  @Test
  void publishedWeightsAreListed() {
    assertThat(run("weights", "list")).isZero();
    assertThat(out.toString())
        .containsPattern("torchvision:resnet50 +97\\.8 MiB +SHA-256 +no +ResNet-50")
        .containsPattern("torchvision:resnet101-v2 +170\\.5 MiB +SHA-256, first digits +no")
        .containsPattern("yoso:r50-coco +unknown size +nothing published +no");
    out.getBuffer().setLength(0);
    assertThat(run("weights", "list", "--json")).isZero();
    JsonNode first = JsonMapper.shared().readTree(out.toString()).get("weights").get(0);
    assertThat(first.get("name").asString()).isEqualTo("torchvision:resnet18");
    assertThat(first.get("min_bytes").asLong()).isEqualTo(46_830_571);
    assertThat(first.get("sha256").asString()).startsWith("f37072fd").hasSize(64);
    assertThat(first.get("path").asString()).endsWith("resnet18-f37072fd.pth");
  }

  @ParameterizedTest
  @CsvSource({
    "weights fetch torchvision:resnet18",
    "weights show torchvision:resnet18",
    "weights convert torchvision:resnet18 x.pth",
    "train --data DATA --out RUN --backbone-weights torchvision:resnet18"
  })
  void withoutNetworkItSaysWhichFileToPutWhere(String line) throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    String args = line.replace("DATA", data.toString()).replace("RUN", folder + "/run");
    assertThat(run(args.split(" "))).isEqualTo(69);
    assertThat(err.toString())
        .isEqualTo(
            """
            yoso4j: error: torchvision:resnet18: is not in the cache, and YOSO4J_OFFLINE forbids downloads. Without a network: put https://download.pytorch.org/models/resnet18-f37072fd.pth at %s \
            (44.7 MiB, SHA-256 f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec).
            """
                .formatted(folder.resolve("cache/weights/torchvision/resnet18-f37072fd.pth")));
  }

  @Test
  void aFileInTheCacheIsVerified() throws IOException {
    Path cached = folder.resolve("cache/weights/yoso/yoso_res50_coco.pth");
    Files.createDirectories(cached.getParent());
    TorchCheckpoint.write(cached, zeros(YOSO));
    assertThat(run("weights", "fetch", "yoso:r50-coco")).isZero();
    assertThat(out.toString()).isEqualTo(cached + System.lineSeparator());
    assertThat(run("weights", "show", "yoso:r50-coco")).isZero();
    assertThat(run("weights", "fetch", "yoso:r50-coco", "--sha256", "00000000")).isEqualTo(65);
    assertThat(err.toString()).contains("but it must be 00000000…", "Delete it");
  }

  @Test
  void wrongNamesAndDigestsAreUsageErrors() {
    assertThat(run("weights", "fetch", "yoso:none")).isEqualTo(2);
    assertThat(err.toString()).contains("no such weights; known are yoso:r50-coco");
    assertThat(run("weights", "fetch", "yoso:r50-coco", "--sha256", "xyz")).isEqualTo(2);
    assertThat(run("weights", "fetch")).isEqualTo(2);
  }

  @Test
  void everyVerbAnswersHelp() {
    for (String verb : new String[] {"", "list", "fetch", "show", "convert"}) {
      assertThat(run(("weights " + verb + " --help").strip().split("\\s+"))).isZero();
    }
    assertThat(out.toString()).contains("Examples:", "weights show", "weights convert");
  }

  private int run(String[] args) {
    return run((Object[]) args);
  }
}
