package io.yoso4j.train.pipeline;

import java.util.Collections;
import java.util.List;

/** A random change of where pixels go: one of those that {@link Augmentations} chains. */
sealed interface Move {
  /** The placement after this move. */
  Placement apply(Placement placement, CounterRandom random);

  /** A change of the image's size. */
  sealed interface Resize extends Move {
    /** What an image's sides are multiplied by at most. */
    double largestScale(int width, int height);
  }

  /**
   * Large-scale jitter (Ghiasi et al., CVPR 2021; detectron2's {@code ResizeScale}): the image is
   * fitted into a square times a random scale.
   *
   * @param side of the square, pixels
   * @param minScale smallest scale
   * @param maxScale largest scale
   */
  record ScaleJitter(int side, double minScale, double maxScale) implements Resize {
    @Override
    public double largestScale(int width, int height) {
      return side * maxScale / Math.max(width, height);
    }

    @Override
    public Placement apply(Placement placement, CounterRandom random) {
      double jitter = minScale + (maxScale - minScale) * random.uniform(Purpose.SCALE);
      double scaledSide = side * jitter;
      double scale = Math.min(scaledSide / placement.width(), scaledSide / placement.height());
      return placement.scaledTo(placement.width() * scale, placement.height() * scale);
    }
  }

  /**
   * Gives the shorter side one of some lengths, but the longer side no more than a bound
   * (detectron2's {@code ResizeShortestEdge} with the style {@code choice}).
   *
   * @param lengths at least one, each as likely as the others, pixels
   * @param longest most pixels of the longer side
   */
  record ShortestEdge(List<Double> lengths, int longest) implements Resize {
    @Override
    public double largestScale(int width, int height) {
      double scale = Collections.max(lengths) / Math.min(width, height);
      return Math.min(scale, (double) longest / Math.max(width, height));
    }

    @Override
    public Placement apply(Placement placement, CounterRandom random) {
      double length = lengths.get(random.below(Purpose.SCALE, 0, lengths.size()));
      int width = placement.width();
      int height = placement.height();
      double scale = length / Math.min(width, height);
      double newWidth = height < width ? scale * width : length;
      double newHeight = height < width ? length : scale * height;
      double longer = Math.max(newWidth, newHeight);
      double shrink = longer > longest ? longest / longer : 1;
      return placement.scaledTo(newWidth * shrink, newHeight * shrink);
    }
  }

  /** Mirrors left to right, with a probability. */
  record Mirror(double probability) implements Move {
    @Override
    public Placement apply(Placement placement, CounterRandom random) {
      return random.uniform(Purpose.FLIP) < probability
          ? placement.laid(placement.symmetry().thenMirrored())
          : placement;
    }
  }

  /** Mirrors top to bottom, with a probability. */
  record UpsideDown(double probability) implements Move {
    @Override
    public Placement apply(Placement placement, CounterRandom random) {
      return random.uniform(Purpose.VERTICAL_FLIP) < probability
          ? placement.laid(placement.symmetry().thenUpsideDown())
          : placement;
    }
  }

  /** Turns by 90, 180 or 270 degrees, with a probability. */
  record QuarterTurns(double probability) implements Move {
    @Override
    public Placement apply(Placement placement, CounterRandom random) {
      if (random.uniform(Purpose.ROTATE) >= probability) {
        return placement;
      }
      Symmetry symmetry = placement.symmetry();
      for (int turns = 1 + random.below(Purpose.ROTATE, 1, 3); turns > 0; turns--) {
        symmetry = symmetry.thenQuarterTurn();
      }
      return placement.laid(symmetry);
    }
  }
}
