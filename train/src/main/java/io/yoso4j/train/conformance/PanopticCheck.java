package io.yoso4j.train.conformance;

import static io.yoso4j.train.conformance.CaseFiles.ANY;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.model.PanopticResult;
import io.yoso4j.model.PanopticResult.Segment;
import java.util.List;

/** Compares segments with recorded ones: the same list, and the share of pixels that differ. */
final class PanopticCheck {
  private final CaseFiles files;
  private final ModelTolerances tolerances;
  private final Findings findings;

  PanopticCheck(CaseFiles files, ModelTolerances tolerances, Findings findings) {
    this.files = files;
    this.tolerances = tolerances;
    this.findings = findings;
  }

  /** Size of the recorded map of segment ids. */
  ImageSize size(String name) {
    NpyArray ids = files.read(name, NpyType.INT32, ANY, ANY);
    return new ImageSize(ids.shape()[1], ids.shape()[0]);
  }

  void check(String name, List<JsonFields> segments, PanopticResult found) {
    NpyArray ids = files.read(name, NpyType.INT32, found.height(), found.width());
    boolean same = segments.size() == found.segments().size();
    for (int i = 0; same && i < segments.size(); i++) {
      JsonFields expected = segments.get(i);
      Segment actual = found.segments().get(i);
      same =
          expected.whole("id", 1) == actual.id()
              && expected.whole("category_id", 0) == actual.category()
              && expected.flag("isthing", false) == actual.thing();
    }
    if (!same) {
      findings.note(
          "%s: %d segments were recorded, %d found, or they differ in class"
              .formatted(name, segments.size(), found.segments().size()));
    }
    int different = 0;
    for (int i = 0; i < found.ids().length; i++) {
      different += found.ids()[i] == (int) ids.value(i) ? 0 : 1;
    }
    findings.measured(
        Deviation.Kind.PIXELS,
        name,
        "f32",
        same ? (double) different / Math.max(1, found.ids().length) : Double.POSITIVE_INFINITY,
        tolerances.pixels());
  }
}
