package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.yoso.InputSpec;
import io.yoso4j.model.yoso.QueryNetwork;
import io.yoso4j.model.yoso.StageTensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The evaluation during training holds masks as run lengths, one image after the other. Twelve
 * images of 1,800² pixels with 100 masks each are evaluated in 128 MiB of heap: as bits, the masks
 * of four images would not fit, as bytes not even those of one.
 */
final class EvaluationMemoryTest {
  private static final int IMAGES = 12;
  private static final int SIDE = 1800;
  private static final int QUERIES = 100;
  private static final long MOST_RESIDENT = 900L << 20;

  @TempDir private Path temp;

  @Test
  void masksAreRunLengthsOneByOne() throws Exception {
    ShapesDataset.write(temp, ShapesOptions.DEFAULT.withCounts(1, IMAGES).withSize(SIDE));
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-cp",
                classes,
                Child.class.getName(),
                temp.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(output).contains("instances " + IMAGES * QUERIES);
    assertThat(process.exitValue()).isZero();
    String last = output.strip().lines().reduce((_, line) -> line).orElse("");
    assertThat(Long.parseLong(last.substring(last.lastIndexOf(' ') + 1)))
        .as(last)
        .isPositive()
        .isLessThan(MOST_RESIDENT);
  }

  /** Evaluates in a process of its own. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      Path data = Path.of(args[0]);
      CocoDataset val =
          CocoDataset.read(data.resolve("annotations/instances_val.json"), data.resolve("val"));
      SegmenterOptions options =
          SegmenterOptions.defaults()
              .withInputSize(new InputSize.LongestSide(64))
              .withMaxDetections(QUERIES);
      try (Segmenter segmenter = Segmenter.of(new EveryMask(val.categories().size()), options)) {
        InstanceEvaluation evaluation = InstanceEvaluation.run(segmenter, val);
        System.out.println("instances " + evaluation.results().size());
        System.out.println("resident " + Engine.residentBytes());
      }
    }
  }

  /** Finds an object with every query, whatever the image. */
  private record EveryMask(int numClasses) implements QueryNetwork {
    @Override
    public InputSpec input() {
      return new InputSpec(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), 32);
    }

    @Override
    public Device device() {
      return Device.CPU;
    }

    @Override
    public StageTensors predict(Tensor images) {
      float[] logits = new float[QUERIES * (numClasses + 1)];
      for (int query = 0; query < QUERIES; query++) {
        logits[query * (numClasses + 1) + query % numClasses] = 10;
      }
      int side = Math.toIntExact(images.size(2)) / 4;
      float[] masks = new float[QUERIES * side * side];
      for (int i = 0; i < masks.length; i++) {
        int row = i / side % side;
        masks[i] = row < 1 + i / (side * side) % side ? 5 : -5;
      }
      return new StageTensors(
          Tensor.of(logits, 1, QUERIES, numClasses + 1), Tensor.of(masks, 1, QUERIES, side, side));
    }

    @Override
    public void close() {}
  }
}
