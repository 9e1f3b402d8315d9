package io.yoso4j.train.lab;

import io.yoso4j.eval.CocoRuns;
import io.yoso4j.eval.Difference;
import io.yoso4j.eval.RunDifferences;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every variant with every later one, paired by seeds and images. */
final class ComparisonBuilder {
  private final LabPlan plan;
  private final Map<String, Integer> places;
  private final CocoRuns resampled;

  /**
   * @param places of the trainings that ended among the resampled runs, by name
   */
  ComparisonBuilder(LabPlan plan, Map<String, Integer> places, CocoRuns resampled) {
    this.plan = plan;
    this.places = places;
    this.resampled = resampled;
  }

  /** Those with the reference first. */
  List<PairedComparison> build() {
    List<PairedComparison> comparisons = new ArrayList<>();
    for (int i = 0; i < plan.variants().size(); i++) {
      for (int j = i + 1; j < plan.variants().size(); j++) {
        String first = plan.variants().get(i).name();
        String second = plan.variants().get(j).name();
        List<Integer> a = new ArrayList<>();
        List<Integer> b = new ArrayList<>();
        for (long seed : plan.seeds()) {
          Integer placeA = places.get(LabPaths.name(first, seed));
          Integer placeB = places.get(LabPaths.name(second, seed));
          if (placeA != null && placeB != null) {
            a.add(placeA);
            b.add(placeB);
          }
        }
        if (!a.isEmpty()) {
          comparisons.add(comparison(first, second, a.size(), resampled.compare(a, b)));
        }
      }
    }
    return comparisons;
  }

  private PairedComparison comparison(
      String first, String second, int seeds, RunDifferences differences) {
    Map<String, PairedDifference> metrics = new LinkedHashMap<>();
    differences.stats().forEach((name, value) -> metrics.put(name, paired(value)));
    List<ClassDifference> classes = new ArrayList<>();
    for (int k = 0; k < differences.categories().size(); k++) {
      classes.add(
          new ClassDifference(plan.classes().get(k), paired(differences.categories().get(k))));
    }
    return new PairedComparison(first, second, plan.valImages(), seeds, metrics, classes);
  }

  private static PairedDifference paired(Difference d) {
    return new PairedDifference(
        finite(d.first() < 0 ? Double.NaN : d.first()),
        finite(d.second() < 0 ? Double.NaN : d.second()),
        finite(d.difference()),
        finite(d.low()),
        finite(d.high()),
        d.isClear());
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
