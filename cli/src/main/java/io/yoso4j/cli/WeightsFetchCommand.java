package io.yoso4j.cli;

import io.yoso4j.model.zoo.ModelZoo;
import io.yoso4j.model.zoo.PublishedWeights;
import io.yoso4j.model.zoo.WeightCache;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yoso4j weights fetch}. */
@Command(
    name = "fetch",
    description = "Download published weights into the cache, verify them, and print their paths.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j weights fetch torchvision:resnet50",
      "  ./yoso4j weights fetch yoso:r50-coco --sha256 HEX",
      "",
      "The cache is YOSO4J_CACHE, or yoso4j in XDG_CACHE_HOME or ~/.cache. More: docs/weights.md"
    })
final class WeightsFetchCommand implements Callable<Integer> {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{8,64}");

  private final WeightCache cache;
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names from 'weights list'.")
  private List<String> names;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "Digest, or at least its first 8 digits, that the one NAME must have.")
  private @Nullable String sha256;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in before call()
  WeightsFetchCommand(WeightCache cache, Terminal terminal) {
    this.cache = cache;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String digest = sha256;
    if (digest != null && (names.size() != 1 || !DIGEST.matcher(digest).matches())) {
      throw new ParameterException(
          spec.commandLine(),
          "--sha256 is %s, but must have 8 to 64 hexadecimal digits and goes with one NAME"
              .formatted(digest));
    }
    List<PublishedWeights> wanted = names.stream().map(ModelZoo::get).toList();
    PrintWriter out = spec.commandLine().getOut();
    WeightsSource source = new WeightsSource(cache, terminal, spec.commandLine().getErr());
    for (PublishedWeights weights : wanted) {
      out.println(source.published(digest == null ? weights : weights.withSha256(digest)));
      out.flush();
    }
    return ExitCode.OK.code();
  }
}
