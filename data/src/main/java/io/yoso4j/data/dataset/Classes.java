package io.yoso4j.data.dataset;

import java.util.ArrayList;
import java.util.List;

/** Classes of formats that know names only. */
final class Classes {

  private Classes() {}

  /** Categories of those names, in their order, with ids from {@code firstId} on. */
  static List<Category> of(Iterable<String> names, int firstId) {
    List<Category> categories = new ArrayList<>();
    for (String name : names) {
      categories.add(new Category((long) firstId + categories.size(), name, null));
    }
    return categories;
  }
}
