package io.yoso4j.data.shapes;

import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One generated picture and what is seen of each of its shapes, in the order they were painted. All
 * painted shapes are listed: one that would be hidden too much, or hide another too much, is put
 * elsewhere or left out.
 */
record ShapeScene(RgbImage image, List<Item> items) {

  /** A shape and its visible pixels. */
  record Item(ShapeKind kind, Bitmap mask) {}

  private static final double MIN_RADIUS = 0.10;
  private static final double MAX_RADIUS = 0.28;
  private static final double MIN_VISIBLE = 0.3;
  private static final int MIN_PIXELS = 48;
  private static final double MIN_COLOR_DISTANCE = 80;

  /** Classes lie 1.2 apart on the colour circle of length 6. */
  private static final double HUE_SPREAD = 0.45;

  private static final int PLACEMENT_TRIES = 12;
  private static final int COLOR_TRIES = 12;

  static ShapeScene generate(ShapesOptions options, int split, int index) {
    SceneRandom random = SceneRandom.keyed(options.seed(), split, index);
    int size = options.size();
    double contrast = random.between(0.2, 1);
    Canvas canvas =
        new Canvas(
            size,
            options.anyHue()
                ? Paint.random(random, size, contrast)
                : Paint.muted(random, size, contrast));
    int wanted = 1 + random.below(options.maxShapes());
    List<ShapeKind> kinds = new ArrayList<>();
    List<Integer> visible = new ArrayList<>();
    List<Integer> least = new ArrayList<>();
    for (int n = 0; n < wanted; n++) {
      ShapeKind kind = ShapeKind.ALL.get(random.below(ShapeKind.ALL.size()));
      for (int attempt = 0; attempt < PLACEMENT_TRIES; attempt++) {
        double radius = size * MIN_RADIUS * StrictMath.pow(MAX_RADIUS / MIN_RADIUS, random.next());
        double margin = 0.35 * radius;
        Stencil stencil =
            Stencil.of(
                kind,
                random.between(margin, size - margin),
                random.between(margin, size - margin),
                radius,
                random.between(0, 2 * Math.PI),
                size);
        int[] hidden = canvas.hiddenBy(stencil, kinds.size());
        if (!acceptable(stencil, hidden, visible, least)) {
          continue;
        }
        Paint paint =
            contrasting(
                canvas.meanUnder(stencil), () -> surface(random, options, kind, 2 * radius));
        canvas.draw(stencil, paint, kinds.size());
        for (int i = 0; i < hidden.length; i++) {
          visible.set(i, visible.get(i) - hidden[i]);
        }
        kinds.add(kind);
        visible.add(stencil.area());
        least.add(Math.max(MIN_PIXELS, (int) Math.ceil(MIN_VISIBLE * stencil.area())));
        break;
      }
    }
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      items.add(new Item(kinds.get(i), canvas.visible(i)));
    }
    double light = random.between(0, 0.5);
    double lightAngle = random.between(0, 2 * Math.PI);
    double noise = random.between(0, 9);
    return new ShapeScene(canvas.develop(random, light, lightAngle, noise), List.copyOf(items));
  }

  private static boolean acceptable(
      Stencil stencil, int[] hidden, List<Integer> visible, List<Integer> least) {
    if (stencil.area() < MIN_PIXELS) {
      return false;
    }
    for (int i = 0; i < hidden.length; i++) {
      if (hidden[i] > 0 && visible.get(i) - hidden[i] < least.get(i)) {
        return false;
      }
    }
    return true;
  }

  private static Paint surface(
      SceneRandom random, ShapesOptions options, ShapeKind kind, double scale) {
    if (options.anyHue()) {
      return Paint.random(random, scale, random.between(0, 0.8));
    }
    double hue = 6.0 * ShapeKind.ALL.indexOf(kind) / ShapeKind.ALL.size();
    return Paint.ofHue(random, hue, HUE_SPREAD, scale, random.between(0, 0.8));
  }

  /** A paint that stands out from what lies below, as far as a few tries give one. */
  private static Paint contrasting(double[] below, Supplier<Paint> paints) {
    Paint best = paints.get();
    for (int i = 1; i < COLOR_TRIES && best.distance(below) < MIN_COLOR_DISTANCE; i++) {
      Paint other = paints.get();
      if (other.distance(below) > best.distance(below)) {
        best = other;
      }
    }
    return best;
  }
}
