package io.yoso4j.cli;

import io.yoso4j.cli.report.Palette;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.data.dataset.PanopticResultsWriter;
import io.yoso4j.data.dataset.PanopticSegment;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.PanopticResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Segments in COCO's panoptic format: {@code panoptic.json}, and {@code panoptic/} with an image of
 * ids each. Ids are chosen so that the images show the segments in different colours.
 */
final class PanopticFolder implements AutoCloseable {

  private static final int MAX_ID = (1 << 24) - 1;

  private final Path folder;
  private final List<PanopticCategory> classes;
  private final PanopticResultsWriter json;

  private PanopticFolder(Path folder, List<PanopticCategory> classes) {
    this.folder = folder;
    this.classes = classes;
    json = PanopticResultsWriter.open(folder.resolve("panoptic.json"));
  }

  static PanopticFolder open(Path folder, List<PanopticCategory> classes) {
    return new PanopticFolder(folder, List.copyOf(classes));
  }

  /** Writes one image and gives its name within the folder. */
  String add(ImageRecord image, String stem, PanopticResult result) {
    int[] ids = new int[result.segments().size() + 1];
    Set<Integer> used = new HashSet<>(Set.of(0));
    List<PanopticSegment> segments = new ArrayList<>();
    for (PanopticResult.Segment segment : result.segments()) {
      int id = Integer.reverseBytes(Palette.color(segments.size())) >>> 8;
      while (!used.add(id)) {
        id = (id + 1) & MAX_ID;
      }
      ids[segment.id()] = id;
      long category = classes.get(segment.category()).id();
      segments.add(new PanopticSegment(id, category, false, segment.area()));
    }
    byte[] rgb = new byte[3 * result.ids().length];
    for (int i = 0; i < result.ids().length; i++) {
      int id = ids[result.ids()[i]];
      rgb[3 * i] = (byte) id;
      rgb[3 * i + 1] = (byte) (id >> 8);
      rgb[3 * i + 2] = (byte) (id >> 16);
    }
    String name = stem + ".png";
    ImageFiles.writePng(
        RgbImage.of(result.width(), result.height(), rgb),
        folder.resolve("panoptic").resolve(name));
    json.add(image, name, segments);
    return "panoptic/" + name;
  }

  void finish() {
    json.finish(classes);
  }

  @Override
  public void close() {
    json.close();
  }
}
