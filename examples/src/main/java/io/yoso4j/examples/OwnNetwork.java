package io.yoso4j.examples;

import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.Instance;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.yoso.InputSpec;
import io.yoso4j.model.yoso.QueryNetwork;
import io.yoso4j.model.yoso.StageTensors;
import java.nio.file.Path;
import java.util.List;

/**
 * Another network in YOSO's place: three queries, one for red, one for green and one for blue
 * things. It learns nothing, but all that follows a network (masks at the image's size, scores,
 * thresholds) works with it.
 */
public final class OwnNetwork implements QueryNetwork {
  private static final int COLOURS = 3;

  /** How far a channel must stand out for a mask. */
  private static final double MARGIN = 0.3;

  private static final double SHARPNESS = 20;

  /** Pixels from 0 to 255 become -1 to 1; any side will do. */
  @Override
  public InputSpec input() {
    return new InputSpec(List.of(127.5, 127.5, 127.5), List.of(127.5, 127.5, 127.5), 1);
  }

  @Override
  public int numClasses() {
    return COLOURS;
  }

  @Override
  public Device device() {
    return Device.CPU;
  }

  @Override
  public StageTensors predict(Tensor images) {
    Tensor grey = images.mean(1).unsqueeze(1);
    Tensor masks = images.sub(grey).sub(MARGIN).mul(SHARPNESS);
    // Query 0 is red, 1 green, 2 blue; the last column would be "no object".
    float[] logits = {6, 0, 0, 0, /**/ 0, 6, 0, 0, /**/ 0, 0, 6, 0};
    Tensor classes =
        Tensor.of(logits, 1, COLOURS, COLOURS + 1).expand(images.size(0), COLOURS, COLOURS + 1);
    return new StageTensors(classes, masks);
  }

  /** There are no weights to free. */
  @Override
  public void close() {}

  /** A segmenter that closes the network. */
  static Segmenter segmenter() {
    return Segmenter.of(
        new OwnNetwork(),
        SegmenterOptions.defaults()
            .withInputSize(new InputSize.Original())
            .withScoreThreshold(0.5)
            .withDeduplicate(true));
  }

  /** Prints the red, green and blue areas of an image. */
  public static void main(String[] args) {
    try (Segmenter segmenter = segmenter()) {
      for (Instance found : segmenter.segment(ImageFiles.read(Path.of(args[0])))) {
        System.out.println(
            List.of("red", "green", "blue").get(found.category())
                + " "
                + found.mask().area()
                + " pixels in "
                + found.bbox());
      }
    }
  }
}
