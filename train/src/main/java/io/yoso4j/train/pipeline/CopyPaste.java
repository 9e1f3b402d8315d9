package io.yoso4j.train.pipeline;

import io.yoso4j.train.pipeline.Scene.SceneObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Simple copy-paste (Ghiasi et al., "Simple Copy-Paste is a Strong Data Augmentation Method for
 * Instance Segmentation", CVPR 2021): a random subset of the objects of another image, itself
 * augmented, is pasted without blending. How many is uniform from 1 to all that may be.
 *
 * @param probability that anything is pasted
 * @param maxObjects most objects pasted
 */
record CopyPaste(double probability, int maxObjects) {

  boolean wanted(CounterRandom random) {
    return random.uniform(Purpose.PASTE) < probability;
  }

  /** Pastes some of the donor's objects; they keep their order. */
  void apply(Scene scene, Scene donor, CounterRandom random) {
    List<SceneObject> from = new ArrayList<>(donor.objects());
    int most = Math.min(from.size(), maxObjects);
    if (most == 0) {
      return;
    }
    int surplus = from.size() - (1 + random.below(Purpose.PASTE_COUNT, 0, most));
    for (int i = 0; i < surplus; i++) {
      from.remove(random.below(Purpose.PASTE_CHOICE, i, from.size()));
    }
    scene.paste(donor, from);
  }
}
