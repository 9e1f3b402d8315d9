package io.yoso4j.train.pipeline;

import io.yoso4j.train.config.AugmentSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The random changes that a configuration asks for; those with probability 0 are not among them.
 *
 * @param resize the first move
 * @param moves the others in their order
 * @param crop the window, drawn after the moves
 * @param color change of colours, or null for none
 * @param paste objects of other images, or null for none
 */
record Augmentations(
    Move.Resize resize,
    List<Move> moves,
    RandomCrop crop,
    @Nullable ColorJitter color,
    @Nullable CopyPaste paste) {

  static Augmentations of(AugmentSettings settings) {
    List<Move> moves = new ArrayList<>();
    if (settings.flip() > 0) {
      moves.add(new Move.Mirror(settings.flip()));
    }
    if (settings.verticalFlip() > 0) {
      moves.add(new Move.UpsideDown(settings.verticalFlip()));
    }
    if (settings.rotate() > 0) {
      moves.add(new Move.QuarterTurns(settings.rotate()));
    }
    Move.Resize resize =
        settings.shortestEdge().isEmpty()
            ? new Move.ScaleJitter(settings.imageSize(), settings.minScale(), settings.maxScale())
            : new Move.ShortestEdge(settings.shortestEdge(), settings.longestEdge());
    return new Augmentations(
        resize,
        List.copyOf(moves),
        new RandomCrop(
            settings.cropRows(),
            settings.cropColumns(),
            settings.cropMaxCategoryArea(),
            settings.cropKeepObject()),
        settings.color() == 0
            ? null
            : new ColorJitter(
                settings.color(),
                settings.brightness(),
                settings.contrast(),
                settings.saturation(),
                settings.hue()),
        settings.copyPaste() == 0
            ? null
            : new CopyPaste(settings.copyPaste(), settings.copyPasteObjects()));
  }

  /** Where a whole image comes to lie, before it is cropped. */
  Placement move(int width, int height, CounterRandom random) {
    Placement placement = resize.apply(Placement.whole(width, height), random);
    for (Move move : moves) {
      placement = move.apply(placement, random);
    }
    return placement;
  }

  ColorChange colors(CounterRandom random) {
    return color == null ? ColorChange.NONE : color.draw(random);
  }
}
