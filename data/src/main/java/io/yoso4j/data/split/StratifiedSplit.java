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
 * first, each of its groups to the part that lacks most of that class. Then single groups move as
 * long as numbers of images and of objects come closer to the shares.
 *
 * <p>The result depends on the seed, the groups and their objects alone, not on the order of the
 * images.
 */
public final class StratifiedSplit {
  private static final int MAX_SWEEPS = 50;

  /** Smaller improvements are rounding. */
  private static final double MIN_GAIN = 1e-12;

  private final double[] shares;
  private final List<Group> groups;

  /** Objects and images that each part still lacks, by class; may become negative. */
  private final Map<Integer, double[]> lacking = new TreeMap<>();

  private final double[] lackingImages;
  private final Map<Integer, Integer> totals = new TreeMap<>();
  private final int images;

  private StratifiedSplit(List<Group> groups, double[] shares) {
    this.groups = groups;
    this.shares = shares;
    images = groups.stream().mapToInt(group -> group.images).sum();
    for (Group group : groups) {
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
    refine();
  }

  /**
   * Moves groups one by one where that brings the parts closer to their shares, until nothing does:
   * the rule above settles classes one after the other and loses sight of the number of images.
   */
  private void refine() {
    int[] sizes = new int[shares.length];
    for (Group group : groups) {
      sizes[group.part]++;
    }
    boolean moved = true;
    for (int sweep = 0; moved && sweep < MAX_SWEEPS; sweep++) {
      moved = false;
      for (Group group : groups) {
        int from = group.part;
        int best = sizes[from] > 1 ? bestMove(group) : from;
        if (best != from) {
          take(group);
          put(group, best);
          sizes[from]--;
          sizes[best]++;
          moved = true;
        }
      }
    }
  }

  private int bestMove(Group group) {
    int best = group.part;
    double least = -MIN_GAIN;
    for (int part = 0; part < shares.length; part++) {
      if (part != group.part && shares[part] > 0) {
        double change = change(group, group.part, part);
        if (change < least) {
          least = change;
          best = part;
        }
      }
    }
    return best;
  }

  /** By how much the squared relative deviations of images and classes grow. */
  private double change(Group group, int from, int to) {
    double classes = 0;
    for (Map.Entry<Integer, Integer> entry : group.objects.entrySet()) {
      double[] lack = lacking.get(entry.getKey());
      if (lack != null) {
        int total = Math.max(1, totals.getOrDefault(entry.getKey(), 1));
        classes += change(lack, entry.getValue(), total, from, to);
      }
    }
    // The number of images counts as much as all classes of this group together.
    double weight = Math.max(1, group.objects.size());
    return classes + weight * change(lackingImages, group.images, images, from, to);
  }

  private static double change(double[] lack, double amount, double total, int from, int to) {
    double before = lack[from] * lack[from] + lack[to] * lack[to];
    double left = lack[from] + amount;
    double added = lack[to] - amount;
    return (left * left + added * added - before) / (total * total);
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
    account(group, 1);
  }

  /** Undoes {@link #put}. */
  private void take(Group group) {
    account(group, -1);
  }

  private void account(Group group, int sign) {
    lackingImages[group.part] -= sign * group.images;
    group.objects.forEach((category, count) -> {
      double[] lack = lacking.get(category);
      if (lack != null) {
        lack[group.part] -= sign * count;
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
      take(moved);
      put(moved, part);
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
