package io.yoso4j.train.conformance;

import io.yoso4j.criterion.LossWeights;
import io.yoso4j.data.DataException;
import io.yoso4j.model.weights.WeightException;
import io.yoso4j.train.conformance.CaseReport.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares an implementation of the loss with recorded cases: the case's inputs and random draws go
 * in, costs, assignments, terms and gradients are compared with what the original made of them.
 * Cases of a model are compared too: activations, instances, panoptic segments, a training step and
 * optimiser steps of {@link io.yoso4j.model.yoso.YosoNetwork}, and inference from recorded outputs.
 * A {@link FailedStep} that a training left is replayed.
 *
 * <p>Where the original's decision is one of several equally good ones (equal uncertainties,
 * equally good assignments), and only there, the values are compared at its decision.
 */
public final class Conformance {
  /** Tolerance of costs, terms and gradients unless asked otherwise. */
  public static final double TOLERANCE = 1e-5;

  private final LossEngine engine;
  private final double tolerance;
  private final ModelTolerances tolerances;

  private Conformance(LossEngine engine, double tolerance, ModelTolerances tolerances) {
    this.engine = engine;
    this.tolerance = tolerance;
    this.tolerances = tolerances;
  }

  /**
   * @param engine what to compare
   * @param tolerance largest allowed deviation, at least 0
   * @throws IllegalArgumentException if the tolerance is negative or not finite
   */
  public static Conformance of(LossEngine engine, double tolerance) {
    if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
      throw new IllegalArgumentException(
          "tolerance (" + tolerance + ") must be finite and at least 0");
    }
    return new Conformance(engine, tolerance, ModelTolerances.USUAL);
  }

  /** The same with other tolerances for cases of a model. */
  public Conformance withModelTolerances(ModelTolerances value) {
    return new Conformance(engine, tolerance, value);
  }

  /** Compares {@link io.yoso4j.criterion.SetCriterion} with a case, at the usual tolerance. */
  public static CaseReport check(Path folder) {
    return of(LossEngine.setCriterion(), TOLERANCE).compare(folder);
  }

  /**
   * Compares with one case. A case that cannot be used gives a report of verdict {@link
   * Verdict#ERROR} that names the file and the reason.
   *
   * @param folder holds {@code meta.json} and arrays
   */
  public CaseReport compare(Path folder) {
    try {
      JsonFields meta = JsonFields.read(folder.resolve("meta.json"));
      if (ModelCase.describes(meta)) {
        Findings findings = new Findings(tolerance);
        new ModelCheck(ModelCase.of(folder, meta), tolerances, findings).run();
        return findings.report(folder);
      }
      if (InferenceCheck.describes(meta)) {
        Findings findings = new Findings(tolerance);
        new InferenceCheck(new CaseFiles(folder), meta, tolerances, findings).run();
        return findings.report(folder);
      }
      if (FailedStepCheck.describes(meta)) {
        Findings findings = new Findings(tolerance);
        new FailedStepCheck(folder, meta, engine, findings).run();
        return findings.report(folder);
      }
      if (!meta.has("family")) {
        return CaseReport.without(
            folder,
            Verdict.SKIPPED,
            meta.where() + ": names no \"family\", so this is no case",
            tolerance);
      }
      return compare(folder, LossCase.read(folder, meta));
    } catch (DataException e) {
      return CaseReport.without(folder, Verdict.ERROR, oneLine(e), tolerance);
    } catch (WeightException e) {
      return CaseReport.without(folder, Verdict.ERROR, String.valueOf(e.getMessage()), tolerance);
    } catch (IllegalArgumentException e) {
      // Thrown by the criterion for shapes and values that do not belong together.
      DataException named = new DataException(folder + ": " + e.getMessage(), e);
      return CaseReport.without(folder, Verdict.ERROR, oneLine(named), tolerance);
    }
  }

  private static String oneLine(DataException e) {
    return String.valueOf(e.getMessage());
  }

  private CaseReport compare(Path folder, LossCase loss) {
    Map<LossWeights, List<Level>> groups = new LinkedHashMap<>();
    for (Level level : loss.levels()) {
      LossWeights weights = loss.config().criterion(level).weights();
      groups.computeIfAbsent(weights, _ -> new ArrayList<>()).add(level);
    }
    Findings findings = new Findings(tolerance);
    for (List<Level> levels : groups.values()) {
      new LevelsCheck(loss, levels, engine, findings).run();
    }
    return findings.report(folder);
  }
}
