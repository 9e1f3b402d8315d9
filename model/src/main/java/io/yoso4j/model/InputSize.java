package io.yoso4j.model;

import io.yoso4j.data.image.ImageSize;

/** How large an image is made before it enters the network; the aspect ratio is kept. */
public sealed interface InputSize {
  /** The size for an image of {@code width × height}. */
  ImageSize of(int width, int height);

  /** As it is. */
  record Original() implements InputSize {
    @Override
    public ImageSize of(int width, int height) {
      return new ImageSize(width, height);
    }
  }

  /**
   * The shorter side becomes {@code shortest}, unless the longer one would exceed {@code longest}
   * (detectron2's ResizeShortestEdge).
   */
  record ShortestSide(int shortest, int longest) implements InputSize {
    public ShortestSide {
      if (shortest < 1 || longest < shortest) {
        throw new IllegalArgumentException(
            "sides (" + shortest + ", " + longest + ") must be positive and in order");
      }
    }

    @Override
    public ImageSize of(int width, int height) {
      double scale = (double) shortest / Math.min(width, height);
      scale = Math.min(scale, (double) longest / Math.max(width, height));
      return scaled(width, height, scale);
    }
  }

  /** The longer side becomes {@code side}: the image fits a square. */
  record LongestSide(int side) implements InputSize {
    public LongestSide {
      if (side < 1) {
        throw new IllegalArgumentException("side (" + side + ") must be positive");
      }
    }

    @Override
    public ImageSize of(int width, int height) {
      return scaled(width, height, (double) side / Math.max(width, height));
    }
  }

  private static ImageSize scaled(int width, int height, double scale) {
    return new ImageSize(
        Math.max(1, (int) (width * scale + 0.5)), Math.max(1, (int) (height * scale + 0.5)));
  }
}
