package io.yoso4j.djl;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a stage (the last layer, or an auxiliary one) predicts. Its arrays follow each other in the
 * predictions in this order: logits, masks, boxes; stages follow each other.
 *
 * @param name shown in the names of terms and in errors
 * @param logits whether there are class logits {@code [B, Q, columns]}: classes + 1 columns for
 *     softmax, classes (or classes + 1) for sigmoid
 * @param masks whether there are mask logits {@code [B, Q, H, W]}
 * @param boxes whether there are boxes {@code [B, Q, 4]}
 */
public record StageLayout(String name, boolean logits, boolean masks, boolean boxes) {
  /**
   * Checks that something is predicted.
   *
   * @throws IllegalArgumentException if nothing is
   */
  public StageLayout {
    Objects.requireNonNull(name, "name");
    if (!logits && !masks && !boxes) {
      throw new IllegalArgumentException("stage " + name + " has neither logits, masks nor boxes");
    }
  }

  /** A stage of mask logits alone, which is matched by masks alone. */
  public static StageLayout masksOnly(String name) {
    return new StageLayout(name, false, true, false);
  }

  /** A stage of class logits and mask logits. */
  public static StageLayout logitsAndMasks(String name) {
    return new StageLayout(name, true, true, false);
  }

  /**
   * The stages of YOSO: {@code s0} predicts masks alone, {@code s1} and the others class logits and
   * masks.
   *
   * @param stages number of stages, at least 1
   * @throws IllegalArgumentException if there are fewer
   */
  public static List<StageLayout> yoso(int stages) {
    if (stages < 1) {
      throw new IllegalArgumentException("stages (" + stages + ") must be at least 1");
    }
    List<StageLayout> layouts = new ArrayList<>(List.of(masksOnly("s0")));
    for (int stage = 1; stage < stages; stage++) {
      layouts.add(logitsAndMasks("s" + stage));
    }
    return List.copyOf(layouts);
  }

  int arrays() {
    return (logits ? 1 : 0) + (masks ? 1 : 0) + (boxes ? 1 : 0);
  }
}
