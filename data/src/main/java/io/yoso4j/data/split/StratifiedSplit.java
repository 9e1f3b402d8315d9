package io.yoso4j.data.split;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Divides images into parts of wished shares, so that every class is divided alike and no group is
 * torn apart. Iterative stratification (Sechidis, Tsoumakas and Vlahavas, On the stratification of
 * multi-label data, 2011, section 4) with groups in place of single examples: the rarest class
 * first, each of its groups to the part that lacks most of that class.
 *
 * <p>The result depends on the seed, the groups and their objects alone, not on the order of the
 * images.
 */
public final class StratifiedSplit {

  private final double[] shares;
  private final List<Group> groups;

  /** Objects and images that each part still lacks, by class; may become negative. */
  private final Map<Integer, double[]> lacking = new TreeMap<>();

  private final double[] lackingImages;

  private StratifiedSplit(List<Group> groups, double[] shares) {
    this.groups = groups;
    this.shares = shares;
    Map<Integer, Integer> totals = new TreeMap<>();
    int images = 0;
    for (Group group : groups) {
      images += group.images;
      group.objects.forEach((category, count) -> totals.merge(category, count, Integer::sum));
    }
    totals.forEach((category, total) -> lacking.put(category, times(total)));
    lackingImages = times(images);
  }

  /**
   * The part of every item, by its position in {@code shares}. Each part with a share above 0 gets
   * at least one group.
   *
   * @param shares of the images, at least 0, one of them above 0; only their ratio counts
   * @throws IllegalArgumentException if there are fewer groups than parts with a share
   */
  public static int[] assign(List<SplitItem> items, double[] shares, long seed) {
    double sum = 0;
    int wanted = 0;
    for (double share : shares) {
      if (!(share >= 0) || Double.isInfinite(share)) {
        throw new IllegalArgumentException(
            "shares must be finite and at least 0, one of them is " + share);
      }
      sum += share;
      wanted += share > 0 ? 1 : 0;
    }
    Map<String, Group> byName = new HashMap<>();
    for (SplitItem item : items) {
      byName
          .computeIfAbsent(item.group(), name -> new Group(name, SeededOrder.of(name, seed)))
          .add(item);
    }
    if (wanted == 0 || byName.size() < wanted) {
      throw new IllegalArgumentException(
          "%d %s of images cannot fill %d parts"
              .formatted(byName.size(), byName.size() == 1 ? "group" : "groups", wanted));
    }
    double[] normalized = shares.clone();
    for (int i = 0; i < normalized.length; i++) {
      normalized[i] /= sum;
    }
    List<Group> groups =
        byName.values().stream()
            .sorted(Comparator.<Group>comparingLong(g -> g.order).thenComparing(g -> g.name))
            .toList();
    new StratifiedSplit(groups, normalized).run();
    return items.stream()
        .mapToInt(item -> {
          Group group = byName.get(item.group());
          return group == null ? -1 : group.part;
        })
        .toArray();
  }

  private void run() {
    for (Integer category = rarest(); category != null; category = rarest()) {
      for (Group group : groups) {
        if (group.part < 0 && group.objects.containsKey(category)) {
          put(group, neediest(lacking.getOrDefault(category, lackingImages)));
        }
      }
    }
    for (Group group : groups) {
      if (group.part < 0) {
        put(group, neediest(lackingImages));
      }
    }
    fillEmptyParts();
  }

  /** The class with the fewest objects in groups that have no part yet. */
  private @Nullable Integer rarest() {
    Map<Integer, Integer> left = new TreeMap<>();
    for (Group group : groups) {
      if (group.part < 0) {
        group.objects.forEach((category, count) -> left.merge(category, count, Integer::sum));
      }
    }
    return left.entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private int neediest(double[] lack) {
    int best = -1;
    for (int part = 0; part < shares.length; part++) {
      if (shares[part] > 0
          && (best < 0
              || lack[part] > lack[best]
              || (lack[part] == lack[best] && lackingImages[part] > lackingImages[best]))) {
        best = part;
      }
    }
    return best;
  }

  private void put(Group group, int part) {
    group.part = part;
    lackingImages[part] -= group.images;
    group.objects.forEach((category, count) -> {
      double[] lack = lacking.get(category);
      if (lack != null) {
        lack[part] -= count;
      }
    });
  }

  /** Few groups may leave a small part without any: it gets the smallest of the largest part. */
  private void fillEmptyParts() {
    for (int part = 0; part < shares.length; part++) {
      int[] sizes = new int[shares.length];
      for (Group group : groups) {
        sizes[group.part]++;
      }
      if (shares[part] == 0 || sizes[part] > 0) {
        continue;
      }
      int largest = 0;
      for (int i = 1; i < sizes.length; i++) {
        largest = sizes[i] > sizes[largest] ? i : largest;
      }
      int from = largest;
      Group moved =
          groups.stream()
              .filter(group -> group.part == from)
              .min(Comparator.comparingInt(group -> group.images))
              .orElseThrow();
      moved.part = part;
    }
  }

  private double[] times(double total) {
    double[] out = shares.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] *= total;
    }
    return out;
  }

  private static final class Group {
    final String name;
    final long order;
    final Map<Integer, Integer> objects = new TreeMap<>();
    int images;
    int part = -1;

    Group(String name, long order) {
      this.name = name;
      this.order = order;
    }

    void add(SplitItem item) {
      images++;
      item.objects().forEach((category, count) -> objects.merge(category, count, Integer::sum));
    }
  }
}
