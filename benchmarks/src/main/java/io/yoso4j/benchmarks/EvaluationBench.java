package io.yoso4j.benchmarks;

import io.yoso4j.eval.CocoEvaluation;
import io.yoso4j.eval.CocoEvaluator;
import io.yoso4j.eval.CocoFiles;
import io.yoso4j.eval.EvalConfig;
import io.yoso4j.eval.IouType;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * COCO evaluation of a small data set repeated: the command from process start to its end, and
 * within a process reading and evaluation apart, beside pycocotools.
 *
 * <p>Options: {@code --gt FILE --dt FILE} (COCO's fake results on 100 images of val2014), {@code
 * --copies 50,500}, {@code --type segm|bbox}, {@code --samples 7}, {@code --threads N}, {@code
 * --command ./yoso4j}, {@code --baseline WHOLE,PROPER}: seconds that pycocotools takes at 50
 * copies, from process start to end and for {@code evaluate} and {@code accumulate} alone.
 */
public final class EvaluationBench {
  private static final Set<String> OPTIONS =
      Set.of("gt", "dt", "copies", "type", "samples", "threads", "command", "baseline");
  private static final double BASELINE_COPIES = 50;

  /** pycocotools 2.0.11 with Python 3.11 on the machine of docs/benchmarks.md. */
  private static final List<String> MASKS = List.of("13.1", "11.5");

  private static final List<String> BOXES = List.of("12.5", "11.0");

  /** Copies leave recall as it is, but for rounding. */
  private static final double TOLERANCE = 1e-12;

  private final Arguments arguments;
  private final IouType type;
  private final int threads;
  private final int samples;

  private EvaluationBench(Arguments arguments) {
    this.arguments = arguments;
    this.type = IouType.valueOf(arguments.text("type", "segm").toUpperCase(Locale.ROOT));
    this.threads = arguments.count("threads", Runtime.getRuntime().availableProcessors());
    this.samples = arguments.count("samples", 7);
  }

  /** Prints the table; exit code 1 if a result is wrong, 2 for wrong options. */
  public static void main(String[] args) throws IOException {
    try {
      new EvaluationBench(new Arguments(args, OPTIONS)).run(System.out);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void run(PrintStream out) throws IOException {
    if (!arguments.has("gt") || !arguments.has("dt")) {
      throw new IllegalArgumentException("options --gt FILE and --dt FILE are needed");
    }
    Path truth = Path.of(arguments.text("gt", ""));
    Path results = Path.of(arguments.text("dt", ""));
    double[] once = evaluate(CocoFiles.read(type, truth, List.of(results), threads)).stats();
    out.println(
        "| copies | images | objects | MB | command: s | pycocotools | peak MB | read ms | evaluate ms: first | best | pycocotools, first / best |");
    out.println("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    Path folder = Files.createTempDirectory("yoso4j-bench");
    try {
      for (String copies : arguments.list("copies", List.of("50"))) {
        RepeatedCoco data = RepeatedCoco.write(truth, results, Integer.parseInt(copies), folder);
        out.println(row(Integer.parseInt(copies), data, once));
        Files.delete(data.truth());
        Files.delete(data.results());
      }
    } finally {
      Files.delete(folder);
    }
  }

  private String row(int copies, RepeatedCoco data, double[] once) {
    Samples command = new Samples();
    long peak = 0;
    for (int i = 0; i < samples; i++) {
      TimedCommand timed =
          TimedCommand.run(
              List.of(
                  arguments.text("command", "./yoso4j"),
                  "eval",
                  "--gt",
                  data.truth().toString(),
                  "--dt",
                  data.results().toString(),
                  "--type",
                  type.name().toLowerCase(Locale.ROOT)));
      command.add(timed.nanos());
      peak = Math.max(peak, timed.peakBytes());
    }
    Samples reading = new Samples();
    Samples evaluating = new Samples();
    double first = 0;
    for (int i = 0; i < samples; i++) {
      long start = System.nanoTime();
      CocoFiles files = CocoFiles.read(type, data.truth(), List.of(data.results()), threads);
      long read = System.nanoTime();
      CocoEvaluation evaluation = evaluate(files);
      long end = System.nanoTime();
      reading.add(read - start);
      evaluating.add(end - read);
      check(evaluation, once);
      first = i == 0 ? evaluating.min() : first;
    }
    List<String> baseline = arguments.list("baseline", type == IouType.BBOX ? BOXES : MASKS);
    double scale = copies / BASELINE_COPIES * 1000;
    double whole = Double.parseDouble(baseline.get(0)) * scale;
    double proper = Double.parseDouble(baseline.get(1)) * scale;
    return String.format(
        Locale.ROOT,
        "| %d | %,d | %,d | %.0f | %.2f | %.1f× | %.0f | %.0f | %.0f | %.0f | %.0f× / %.0f× |",
        copies,
        data.images(),
        data.objects(),
        data.bytes() / 1e6,
        command.median() / 1000,
        whole / command.median(),
        peak / 1e6,
        reading.min(),
        first,
        evaluating.min(),
        proper / first,
        proper / evaluating.min());
  }

  private CocoEvaluation evaluate(CocoFiles files) {
    return CocoEvaluator.create(EvalConfig.coco().withThreads(threads))
        .evaluate(files.truth(), files.detections().getFirst());
  }

  private static void check(CocoEvaluation evaluation, double[] once) {
    List<String> names = new ArrayList<>(evaluation.named().keySet());
    double[] stats = evaluation.stats();
    for (int i = names.indexOf("AR1"); i < stats.length; i++) {
      if (Math.abs(stats[i] - once[i]) > TOLERANCE) {
        throw new IllegalStateException(
            "%s of the copies is %s, of the data set itself %s"
                .formatted(names.get(i), stats[i], once[i]));
      }
    }
  }
}
