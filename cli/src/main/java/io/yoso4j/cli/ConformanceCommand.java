package io.yoso4j.cli;

import io.yoso4j.model.tensor.Device;
import io.yoso4j.train.conformance.CaseFolders;
import io.yoso4j.train.conformance.CaseReport;
import io.yoso4j.train.conformance.CaseReport.Verdict;
import io.yoso4j.train.conformance.Conformance;
import io.yoso4j.train.conformance.ModelTolerances;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yoso4j conformance}. */
@Command(
    name = "conformance",
    description =
        "Compare the loss and whole models with recorded cases: costs, terms, gradients, activations, results.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j conformance cases",
      "  ./yoso4j conformance cases/my_loss --tolerance 1e-4",
      "  ./yoso4j conformance cases --json > conformance.json",
      "  ./yoso4j conformance cases --engine tensors --device cuda",
      "",
      "How to write a case: docs/formats.md"
    })
final class ConformanceCommand implements Callable<Integer> {
  private static final int NAMED = 3;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      description = "A case (a folder with meta.json), or a folder of cases, two levels deep.")
  private Path folder;

  @Option(names = "--json", description = "Print one JSON document instead of lines.")
  private boolean json;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      description = {
        "Largest deviation of costs, terms and gradients that passes (default: 1e-5, for tensors 1e-4;",
        "of a model's activations, terms and gradients: 1e-4)."
      })
  private @Nullable Double tolerance;

  @Option(
      names = "--score-tolerance",
      paramLabel = "X",
      description = "Largest difference of instances' scores that passes (default: 1e-4).")
  private double scores = ModelTolerances.USUAL.scores();

  @Option(
      names = "--pixel-tolerance",
      paramLabel = "SHARE",
      description = "Share of a mask's pixels that may differ (default: 1e-4).")
  private double pixels = ModelTolerances.USUAL.pixels();

  @Option(
      names = "--weight-tolerance",
      paramLabel = "X",
      description = "Largest deviation of weights after optimiser steps (default: 1e-5).")
  private double weights = ModelTolerances.USUAL.weights();

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "fused",
      description = {
        "fused: the loss on plain memory (default).",
        "tensors: the loss as libtorch operations, as training on a GPU uses it."
      })
  private LossChoice engine;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "cpu (default) or cuda: where --engine tensors computes.")
  private Device device;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  ConformanceCommand() {}

  @Override
  public Integer call() {
    double allowed = tolerance == null ? engine.tolerance() : tolerance;
    if (!(allowed >= 0) || Double.isInfinite(allowed)) {
      throw new ParameterException(
          spec.commandLine(),
          "--tolerance is %s, but must be finite and at least 0".formatted(allowed));
    }
    if (engine == LossChoice.FUSED && device != Device.CPU) {
      throw new ParameterException(
          spec.commandLine(), "--device %s needs --engine tensors".formatted(device));
    }
    if (!Files.isDirectory(folder)) {
      throw new CliException(ExitCode.NO_INPUT, folder + ": no such folder");
    }
    Conformance conformance =
        Conformance.of(engine.on(device), allowed).withModelTolerances(ofModels());
    PrintWriter out = spec.commandLine().getOut();
    List<CaseReport> reports = new ArrayList<>();
    for (Path each : CaseFolders.under(folder)) {
      CaseReport report = conformance.compare(each);
      reports.add(report);
      if (!json) {
        ConformanceText.lines(report).forEach(out::println);
        out.flush();
      }
    }
    if (reports.stream().allMatch(report -> report.verdict() == Verdict.SKIPPED)) {
      throw noCases();
    }
    out.println(json ? ConformanceJson.write(reports, allowed) : ConformanceText.summary(reports));
    out.flush();
    failIfBad(reports);
    return ExitCode.OK.code();
  }

  private ModelTolerances ofModels() {
    try {
      return new ModelTolerances(
          tolerance == null ? ModelTolerances.USUAL.values() : tolerance, scores, pixels, weights);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private CliException noCases() {
    return new CliException(
        ExitCode.NO_INPUT,
        folder + ": holds no case",
        "A case is a folder with meta.json (at least \"family\" and \"config\") and .npy arrays: see docs/formats.md.");
  }

  private static void failIfBad(List<CaseReport> reports) {
    List<CaseReport> unusable = with(Verdict.ERROR, reports);
    if (!unusable.isEmpty()) {
      String first = String.valueOf(unusable.getFirst().problem());
      throw new CliException(
          ExitCode.DATA_ERROR,
          unusable.size() == 1
              ? first
              : "%d cases cannot be used, the first: %s".formatted(unusable.size(), first));
    }
    List<CaseReport> failed = with(Verdict.FAIL, reports);
    if (!failed.isEmpty()) {
      String names =
          failed.stream().limit(NAMED).map(CaseReport::name).collect(Collectors.joining(", "));
      throw new CliException(
          ExitCode.FAILED_CHECK,
          "%d of %d cases do not agree: %s%s"
              .formatted(
                  failed.size(), reports.size(), names, failed.size() > NAMED ? ", ..." : ""),
          "What exceeds the tolerance is listed below each case; --json has every number.");
    }
  }

  private static List<CaseReport> with(Verdict verdict, List<CaseReport> reports) {
    return reports.stream().filter(report -> report.verdict() == verdict).toList();
  }
}
