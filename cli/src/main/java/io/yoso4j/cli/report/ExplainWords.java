package io.yoso4j.cli.report;

import io.yoso4j.criterion.Classification;
import io.yoso4j.train.explain.Candidate;
import io.yoso4j.train.explain.ExplainedLoss;
import io.yoso4j.train.explain.ExplainedObject;
import io.yoso4j.train.explain.FalseDetection;
import io.yoso4j.train.explain.QueryResult;
import io.yoso4j.train.explain.Reason;
import io.yoso4j.train.explain.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What became of an image's objects, in sentences. */
public final class ExplainWords {
  private final ExplainedLoss loss;

  public ExplainWords(ExplainedLoss loss) {
    this.loss = loss;
  }

  /** How many objects were found. */
  public String summary() {
    int objects = loss.objects().size();
    String found =
        switch (objects) {
          case 0 -> "No object is annotated";
          case 1 -> loss.found() == 1 ? "The one object is found" : "The one object is missed";
          default -> "%d of %d objects are found".formatted(loss.found(), objects);
        };
    String crowds =
        switch (loss.crowds().size()) {
          case 0 -> "";
          case 1 -> "; 1 crowd region counts neither way";
          default -> "; %d crowd regions count neither way".formatted(loss.crowds().size());
        };
    String wrong =
        switch (loss.falseDetections().size()) {
          case 0 -> "no false detection";
          case 1 -> "1 false detection";
          default -> loss.falseDetections().size() + " false detections";
        };
    String score = "at score " + fixed(loss.threshold());
    return objects == 0
        ? "%s; %s %s%s.".formatted(found, wrong, score, crowds)
        : "%s %s and IoU 0.5; %s%s.".formatted(found, score, wrong, crowds);
  }

  /** The name of an object, as in {@code object 3 (fig)}. */
  public String object(int index) {
    ExplainedObject object = loss.objects().get(index);
    return "object %d (%s)".formatted(object.number(), category(object.category()));
  }

  /** Whether an object was found, why not, and what else there is. */
  public String verdict(Verdict verdict) {
    String name = object(verdict.object());
    StringBuilder text = new StringBuilder("O").append(name, 1, name.length()).append(": ");
    QueryResult found = verdict.found();
    if (found != null) {
      text.append(
          "found by query %d with score %s, mask IoU %s."
              .formatted(found.query(), fixed(found.score()), fixed(verdict.foundIou())));
      QueryResult matched = verdict.matched();
      if (matched != null && matched.query() != found.query()) {
        text.append(
            " The loss matched it to query %d instead (%s)."
                .formatted(matched.query(), said(matched, verdict.matchedIou())));
      }
      return text.toString();
    }
    text.append("missed. ");
    if (verdict.matched() != null) {
      text.append(
          "Matched to query %d at the last stage: %s. "
              .formatted(verdict.matched().query(), said(verdict.matched(), verdict.matchedIou())));
    }
    double visible = loss.objects().get(verdict.object()).visible();
    if (visible < 1) {
      text.append(
          "Only %d%% of it lies in this tile. "
              .formatted(Math.clamp(Math.round(100 * visible), 1, 99)));
    }
    String reasons =
        verdict.reasons().stream()
            .map(reason -> reason(reason, verdict))
            .collect(Collectors.joining("; "));
    text.append(Character.toUpperCase(reasons.charAt(0))).append(reasons, 1, reasons.length());
    return text.append(". ").append(others(verdict.others())).toString();
  }

  private String said(QueryResult result, double iou) {
    return result.empty()
        ? "%s %s, no mask".formatted(category(result.category()), fixed(result.probability()))
        : "%s, score %s, mask IoU %s"
            .formatted(category(result.category()), fixed(result.score()), fixed(iou));
  }

  private String reason(Reason reason, Verdict verdict) {
    ExplainedObject object = loss.objects().get(verdict.object());
    QueryResult matched = verdict.matched();
    return switch (reason) {
      case VANISHED ->
          "at the network's input size, %d × %d pixels, nothing is left of it, so the loss never sees it"
              .formatted(loss.view().padded().width(), loss.view().padded().height());
      case NO_QUERY ->
          "it got no query: there are %d objects and %d queries"
              .formatted(loss.stages().getLast().costs().targets(), loss.queries().size());
      case EMPTY_MASK -> "no pixel of the query's mask is above one half";
      case POOR_MASK -> "the mask fits too little (an IoU of 0.5 is needed)";
      case WRONG_CLASS ->
          "the class is wrong (%s gets only %s)"
              .formatted(category(object.category()), fixed(verdict.classProbability()));
      case LOW_SCORE ->
          "the score is below the threshold %s (class %s × mask %s%s)"
              .formatted(
                  fixed(loss.threshold()),
                  fixed(matched == null ? 0 : matched.probability()),
                  fixed(matched == null ? 0 : matched.maskConfidence()),
                  matched == null || matched.noObject() < matched.probability() || !hasNoObject()
                      ? ""
                      : "; no object gets " + fixed(matched.noObject()));
      case NOT_KEPT -> "it is not among the detections kept (eval.max_detections)";
      case TAKEN -> "the query counts for another object, which it fits better";
    };
  }

  /** Of sigmoids each class has its own, and none is for no object. */
  private boolean hasNoObject() {
    return loss.criterion().classification() instanceof Classification.SoftmaxCrossEntropy;
  }

  private String others(List<Candidate> others) {
    if (others.isEmpty()) {
      return "No other query covers it with an IoU of 0.1 or more.";
    }
    return (others.size() == 1 ? "Best other candidate: " : "Best other candidates: ")
        + others.stream().map(this::other).collect(Collectors.joining(", "))
        + ".";
  }

  private String other(Candidate other) {
    QueryResult result = other.result();
    return "query %d (%s %s, IoU %s%s)"
        .formatted(
            result.query(),
            category(result.category()),
            fixed(result.score()),
            fixed(other.iou()),
            other.object() < 0
                ? ""
                : ", matched to object " + loss.objects().get(other.object()).number());
  }

  /** Why the page has no maps of an object, and what makes them. */
  String withoutMaps(int index) {
    ExplainedObject object = loss.objects().get(index);
    String name = object(index);
    if (object.target() < 0) {
      return "There are no maps of %s: nothing is left of it at the network's input size."
          .formatted(name);
    }
    return object.matchedIn(loss.stages())
        ? "This page has no maps of %s; --objects %d makes them.".formatted(name, object.number())
        : "There are no maps of %s: it has no query at any stage.".formatted(name);
  }

  /** What a false detection is. */
  public String wrong(FalseDetection detection) {
    QueryResult result = detection.result();
    String start =
        "Query %d: %s with score %s"
            .formatted(result.query(), category(result.category()), fixed(result.score()));
    if (detection.object() < 0) {
      return start + ", where no object is.";
    }
    ExplainedObject object = loss.objects().get(detection.object());
    Verdict verdict = loss.verdicts().get(detection.object());
    String near = object(detection.object());
    if (detection.iou() < 0.5) {
      return "%s; %s overlaps it most, with IoU %s.".formatted(start, near, fixed(detection.iou()));
    }
    if (object.category() != result.category()) {
      return "%s, but it is %s (IoU %s).".formatted(start, near, fixed(detection.iou()));
    }
    return "%s, a second time %s (IoU %s)%s."
        .formatted(
            start,
            near,
            fixed(detection.iou()),
            verdict.found() == null ? "" : ", already found by query " + verdict.found().query());
  }

  String category(int index) {
    return loss.classes().get(index);
  }

  /** Two decimals, rounded down: what is below a threshold never looks as if it reached it. */
  static String fixed(double value) {
    return String.format(Locale.ROOT, "%.2f", Math.floor(100 * value + 1e-9) / 100);
  }
}
