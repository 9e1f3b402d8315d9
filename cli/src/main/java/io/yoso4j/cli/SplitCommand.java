package io.yoso4j.cli;

import io.yoso4j.data.AtomicFolder;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.CocoFolder;
import io.yoso4j.data.dataset.DatasetSplit;
import io.yoso4j.data.dataset.PooledDataset;
import io.yoso4j.data.dataset.PooledDataset.Item;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.data.split.SplitItem;
import io.yoso4j.data.split.StratifiedSplit;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code yoso4j data split}. */
@Command(
    name = "split",
    description =
        "Divide a data set into parts to train and to measure on, every class alike. The same seed gives the same parts, whatever the order of the files.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j data split photos --out photos-split",
      "  ./yoso4j data split photos --out photos-split --ratios 0.7,0.15,0.15 --seed 7",
      "  ./yoso4j data split crops --out split --group '(.*)_crop[0-9]+'   crops of one photo stay together",
      "  ./yoso4j data split photos --out split --group field:scene        by a field of the image entries"
    })
final class SplitCommand implements Callable<Integer> {

  private static final List<String> NAMES = List.of("train", "val", "test");

  @Spec private CommandSpec spec;

  @Mixin private DatasetArgument dataset;

  @Option(
      names = "--out",
      paramLabel = "OUT",
      required = true,
      description = "Folder to write; must be new or empty.")
  private Path out;

  @Option(
      names = "--ratios",
      paramLabel = "SHARE",
      split = ",",
      defaultValue = "0.8,0.2",
      description =
          "Shares of the images for train, val and, if there is a third, test (default: ${DEFAULT-VALUE}).")
  private List<Double> ratios;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Same seed, same parts (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--group",
      paramLabel = "REGEX",
      description =
          "Images whose names match alike (first group of the expression, else the whole match) stay together; or field:NAME.")
  private @Nullable String group;

  @Option(names = "--link", description = "Hard links instead of copies of the images.")
  private boolean link;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  SplitCommand() {}

  @Override
  public Integer call() {
    requireRatios();
    NewFolder.requireOutside("--out", out, dataset.source());
    List<SplitPaths> paths = dataset.parts();
    List<DatasetSplit> parts = DatasetArgument.read(paths);
    PooledDataset pool = PooledDataset.of(parts);
    ImageGroups groups = ImageGroups.of(group, paths, pool);
    int[] assigned = assign(pool, groups);
    Map<String, String> info =
        Map.of(
            "description",
            "split by seed %d, ratios %s%s"
                .formatted(seed, ratios, group == null ? "" : ", grouped by " + group));
    List<CocoFolder.Part> written = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      List<Item> chosen = new ArrayList<>();
      for (int j = 0; j < assigned.length; j++) {
        if (assigned[j] == i) {
          chosen.add(pool.items().get(j));
        }
      }
      if (!chosen.isEmpty()) {
        written.add(pool.part(NAMES.get(i), info, chosen));
      }
    }
    AtomicFolder.write(
        out,
        folder ->
            CocoFolder.write(
                folder, written, link ? CocoFolder.Transfer.LINK : CocoFolder.Transfer.COPY));
    print(pool, groups, written);
    return ExitCode.OK.code();
  }

  private void requireRatios() {
    boolean numbers = ratios.stream().allMatch(share -> share >= 0 && Double.isFinite(share));
    if (!numbers
        || ratios.size() > NAMES.size()
        || ratios.stream().filter(share -> share > 0).count() < 2) {
      throw new ParameterException(
          spec.commandLine(),
          "--ratios must be two or three numbers from 0, at least two of them above 0, got %s"
              .formatted(ratios));
    }
  }

  private int[] assign(PooledDataset pool, ImageGroups groups) {
    List<SplitItem> items =
        pool.items().stream()
            .map(item ->
                new SplitItem(
                    groups.of(item),
                    item.annotations().stream()
                        .collect(Collectors.toMap(Annotation::category, _ -> 1, Integer::sum))))
            .toList();
    try {
      return StratifiedSplit.assign(
          items, ratios.stream().mapToDouble(Double::doubleValue).toArray(), seed);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          ExitCode.DATA_ERROR, "%s: %s".formatted(dataset.source(), e.getMessage()));
    }
  }

  private void print(PooledDataset pool, ImageGroups groups, List<CocoFolder.Part> written) {
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.printf("%s: %d images in %s%n", out, pool.items().size(), groups.words());
    for (CocoFolder.Part part : written) {
      int[] counts = new int[pool.categories().size()];
      part.annotations().forEach(annotation -> counts[annotation.category()]++);
      List<String> classes = new ArrayList<>();
      for (int i = 0; i < counts.length; i++) {
        classes.add(pool.categories().get(i).name() + " " + counts[i]);
      }
      stdout.printf(
          Locale.ROOT,
          "  %-5s  %d images (%.1f%%), %d objects: %s%n",
          part.name(),
          part.images().size(),
          100.0 * part.images().size() / pool.items().size(),
          part.annotations().size(),
          classes.size() <= 20 ? String.join(", ", classes) : classes.size() + " classes");
    }
    stdout.flush();
  }
}
