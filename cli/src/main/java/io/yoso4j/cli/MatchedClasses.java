package io.yoso4j.cli;

import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.model.Instance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A model's classes with the ids that an annotation file gives to classes of the same name.
 *
 * @param classes in the order of the model's; those that the file lacks keep their ids
 * @param absent indices of those that the file lacks
 */
record MatchedClasses(List<PanopticCategory> classes, Set<Integer> absent) {

  /** The model's own ids. */
  static MatchedClasses own(List<PanopticCategory> classes) {
    return new MatchedClasses(classes, Set.of());
  }

  /**
   * @param file where the categories come from
   * @param remedy what the user can do where no class fits
   * @throws CliException when no class fits, or two fit the same category
   */
  static MatchedClasses of(
      List<PanopticCategory> classes, List<PanopticCategory> categories, Path file, String remedy) {
    List<PanopticCategory> matched = new ArrayList<>();
    Set<Integer> absent = new HashSet<>();
    Set<Long> ids = new HashSet<>();
    for (PanopticCategory own : classes) {
      PanopticCategory other = find(own, categories);
      if (other == null) {
        absent.add(matched.size());
        matched.add(own);
        continue;
      }
      if (!ids.add(other.id())) {
        throw new CliException(
            ExitCode.DATA_ERROR,
            "%s: two classes of the model are its category \"%s\"".formatted(file, other.name()));
      }
      matched.add(new PanopticCategory(other.id(), own.name(), own.thing()));
    }
    if (absent.size() == classes.size()) {
      throw new CliException(
          ExitCode.DATA_ERROR,
          "%s: none of the model's classes (%s) is there (%s)"
              .formatted(file, names(classes), names(categories)),
          remedy);
    }
    return new MatchedClasses(matched, absent);
  }

  /** By id and name, else by name, else by name in other letters, where only one has it. */
  private static @Nullable PanopticCategory find(
      PanopticCategory own, List<PanopticCategory> others) {
    List<Predicate<PanopticCategory>> ways =
        List.of(
            other -> other.id() == own.id() && other.name().equals(own.name()),
            other -> other.name().equals(own.name()),
            other -> plain(other).equals(plain(own)));
    for (Predicate<PanopticCategory> way : ways) {
      List<PanopticCategory> found = others.stream().filter(way).toList();
      if (found.size() == 1) {
        return found.getFirst();
      }
    }
    return null;
  }

  private static String plain(PanopticCategory category) {
    return category.name().strip().toLowerCase(Locale.ROOT);
  }

  private static String names(List<PanopticCategory> classes) {
    return AnnotatedImages.some(classes.stream().map(PanopticCategory::name).toList());
  }

  /** Names of those that the file lacks. */
  List<String> absentNames() {
    return absent.stream().sorted().map(index -> classes.get(index).name()).toList();
  }

  /** The instances whose class the file has. */
  List<Instance> known(List<Instance> instances) {
    return instances.stream().filter(found -> !absent.contains(found.category())).toList();
  }
}
