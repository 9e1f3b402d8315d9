package io.yoso4j.cli;

import io.yoso4j.data.dataset.DatasetFormat;
import io.yoso4j.data.dataset.ImageField;
import io.yoso4j.data.dataset.PooledDataset;
import io.yoso4j.data.dataset.PooledDataset.Item;
import io.yoso4j.data.dataset.SplitPaths;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Which images belong together, after {@code --group}. */
final class ImageGroups {

  private static final String FIELD = "field:";

  private final Map<Item, String> groups;
  private final int alone;

  private ImageGroups(Map<Item, String> groups, int alone) {
    this.groups = groups;
    this.alone = alone;
  }

  /**
   * @param group an expression for file names, {@code field:NAME}, or null for no groups
   * @throws CliException when the expression is wrong, or fits no image
   */
  static ImageGroups of(@Nullable String group, List<SplitPaths> paths, PooledDataset pool) {
    Map<Item, String> groups = new HashMap<>();
    if (group == null) {
      return new ImageGroups(groups, pool.items().size());
    }
    if (group.startsWith(FIELD)) {
      byField(group.substring(FIELD.length()), paths, pool, groups);
    } else {
      byName(pattern(group), pool, groups);
    }
    if (groups.isEmpty()) {
      throw new CliException(
          ExitCode.USAGE,
          "--group %s: fits none of the %d images, the first is %s"
              .formatted(group, pool.items().size(), pool.items().getFirst().image().fileName()));
    }
    return new ImageGroups(groups, pool.items().size() - groups.size());
  }

  private static void byField(
      String field, List<SplitPaths> paths, PooledDataset pool, Map<Item, String> groups) {
    for (SplitPaths part : paths) {
      if (part.format() != DatasetFormat.COCO && part.format() != DatasetFormat.ROBOFLOW) {
        throw new CliException(
            ExitCode.USAGE,
            "--group %s%s: fields are those of COCO image entries, but %s has the format %s"
                .formatted(FIELD, field, part.annotations(), part.format().key()));
      }
      Map<Long, String> values = ImageField.read(part.annotations(), field);
      for (Item item : pool.items()) {
        String value = values.get(item.sourceId());
        if (item.part().equals(part.name()) && value != null) {
          groups.put(item, "=" + value);
        }
      }
    }
  }

  private static void byName(Pattern pattern, PooledDataset pool, Map<Item, String> groups) {
    for (Item item : pool.items()) {
      Matcher matcher = pattern.matcher(item.image().fileName());
      if (matcher.find()) {
        String group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
        groups.put(item, "=" + group);
      }
    }
  }

  private static Pattern pattern(String expression) {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new CliException(
          ExitCode.USAGE,
          "--group %s: %s at character %d"
              .formatted(expression, e.getDescription(), e.getIndex() + 1));
    }
  }

  /** The group of an image; its name when it is alone. */
  String of(Item item) {
    String group = groups.get(item);
    return group == null ? item.image().fileName() : group;
  }

  /** {@code 411 groups; 3 images fit none and are alone}. */
  String words() {
    if (groups.isEmpty()) {
      return "no groups";
    }
    Set<String> names = new HashSet<>(groups.values());
    String words = names.size() == 1 ? "1 group" : names.size() + " groups";
    return alone == 0 ? words : "%s; %d images fit none and are alone".formatted(words, alone);
  }
}
