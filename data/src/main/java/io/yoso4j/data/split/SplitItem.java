package io.yoso4j.data.split;

import java.util.Map;

/**
 * An image to put into a part.
 *
 * @param group images of one group stay together: photos of one scene, crops of one photo; for an
 *     image on its own, something that no other image has, such as its name
 * @param objects how many objects of which class it holds, by class index; only positive numbers
 */
public record SplitItem(String group, Map<Integer, Integer> objects) {
  /** Copies the map. */
  public SplitItem {
    objects = Map.copyOf(objects);
  }
}
