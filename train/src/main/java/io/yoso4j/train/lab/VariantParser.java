package io.yoso4j.train.lab;

import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Losses as the command line names them. Values are checked with the configuration, later. */
public final class VariantParser {
  private static final String SECTION = "loss.";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");

  /** Commas outside of brackets. */
  private static final Pattern COMMA = Pattern.compile(",(?![^\\[]*\\])");

  /** Short names of keys of section {@code loss}. */
  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("class", "classification"),
          Map.entry("eos", "no_object_weight"),
          Map.entry("eos_coef", "no_object_weight"),
          Map.entry("focal.alpha", "focal_alpha"),
          Map.entry("focal.gamma", "focal_gamma"),
          Map.entry("points.num", "num_points"),
          Map.entry("oversample", "oversample_ratio"),
          Map.entry("importance", "importance_sample_ratio"),
          Map.entry("weight.class", "class_weight"),
          Map.entry("weight.mask", "mask_weight"),
          Map.entry("weight.dice", "dice_weight"),
          Map.entry("mask", "mask_term"),
          Map.entry("matcher.points", "matcher_points"),
          Map.entry("matcher.num", "matcher_num_points"),
          Map.entry("cost.class", "matcher_class_cost"),
          Map.entry("cost.mask", "matcher_mask_cost"),
          Map.entry("cost.dice", "matcher_dice_cost"));

  private VariantParser() {}

  /**
   * The short names and the keys they stand for, such as {@code eos} for {@code no_object_weight}.
   */
  public static Map<String, String> shortNames() {
    return SHORT;
  }

  /**
   * The losses to compare, in order.
   *
   * @param names of {@link NamedLoss}
   * @param own such as {@code mine: set, points.num=3136, eos=0.2}: a name, a named loss, then keys
   *     of section {@code loss}, with or without {@code loss.}, or {@link #shortNames}
   * @throws IllegalArgumentException in one line, if a name is unknown, used twice or cannot be
   *     that of a folder, or if nothing or twice the same is to be compared
   */
  public static List<LossVariant> parse(List<String> names, List<String> own) {
    List<LossVariant> variants = new ArrayList<>();
    names.forEach(name -> variants.add(named("--losses", name.strip()).variant()));
    own.forEach(text -> variants.add(own(text)));
    if (variants.isEmpty()) {
      throw new IllegalArgumentException("--losses names nothing to compare");
    }
    Set<String> used = new HashSet<>();
    Map<Map<String, String>, String> contents = new LinkedHashMap<>();
    for (LossVariant variant : variants) {
      // Folders of some systems do not tell cases apart.
      if (!used.add(variant.name().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("\"" + variant.name() + "\" is there twice");
      }
      String same = contents.putIfAbsent(Map.copyOf(variant.keys()), variant.name());
      if (same != null) {
        throw new IllegalArgumentException(
            "\"%s\" is the same loss as \"%s\"".formatted(variant.name(), same));
      }
    }
    return variants;
  }

  private static NamedLoss named(String origin, String name) {
    for (NamedLoss known : NamedLoss.values()) {
      if (known.label().equals(name)) {
        return known;
      }
    }
    throw new IllegalArgumentException(
        "%s: unknown loss \"%s\"; there are %s%s"
            .formatted(
                origin,
                name,
                String.join(", ", NamedLoss.labels()),
                hint(name, NamedLoss.labels())));
  }

  /** Names become folders. */
  static void requireName(String name, String origin) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s: the name \"%s\" must be 1 to 40 letters, digits, dots, dashes and underscores"
              .formatted(origin, name));
    }
  }

  private static LossVariant own(String text) {
    String origin = "--variant \"" + text.strip() + "\"";
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          origin + ": must have the form \"name: loss, key=value, ...\"");
    }
    String name = text.substring(0, colon).strip();
    requireName(name, origin);
    String[] parts = COMMA.split(text.substring(colon + 1), -1);
    NamedLoss base = named(origin, parts[0].strip());
    Map<String, String> keys = new LinkedHashMap<>(base.variant().keys());
    List<String> changes = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "%s: \"%s\" must have the form key=value".formatted(origin, parts[i].strip()));
      }
      String key = parts[i].substring(0, equals).strip();
      keys.put(key(origin, key), parts[i].substring(equals + 1).strip());
      changes.add(parts[i].strip());
    }
    String description =
        changes.isEmpty()
            ? base.variant().description()
            : base.label() + " with " + String.join(", ", changes);
    return new LossVariant(name, description, keys);
  }

  /** The key of section {@code loss}, without the section. */
  private static String key(String origin, String name) {
    String key = name.startsWith(SECTION) ? name.substring(SECTION.length()) : name;
    String known = SHORT.getOrDefault(key, key);
    if (ConfigLoader.keys().contains(SECTION + known)) {
      return known;
    }
    Set<String> candidates = new TreeSet<>(SHORT.keySet());
    ConfigLoader.keys().stream()
        .filter(each -> each.startsWith(SECTION))
        .map(each -> each.substring(SECTION.length()))
        .forEach(candidates::add);
    throw new IllegalArgumentException(
        "%s: unknown key \"%s\"%s".formatted(origin, name, hint(key, candidates)));
  }

  private static String hint(String name, Collection<String> candidates) {
    return Suggestion.nearest(name, candidates).map(c -> "; did you mean " + c + "?").orElse("");
  }
}
