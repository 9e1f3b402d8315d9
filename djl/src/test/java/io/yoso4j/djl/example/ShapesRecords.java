package io.yoso4j.djl.example;

import ai.djl.modality.cv.util.NDImageUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Record;
import ai.djl.util.Progress;
import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.djl.TargetLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A data set in COCO's format for DJL: images {@code [3, H, W]} in [0, 1], and their objects. */
final class ShapesRecords extends RandomAccessDataset {
  private final CocoDataset data;
  private final TargetLayout layout;
  private final int places;

  private ShapesRecords(Builder from, CocoDataset data, TargetLayout layout) {
    super(from);
    this.data = data;
    this.layout = layout;
    places = data.objectsPerImage().max();
  }

  /** One part of a folder, such as {@code train}, in batches. */
  static ShapesRecords of(Path folder, String part, int batch, TargetLayout layout) {
    Path annotations = folder.resolve("annotations/instances_" + part + ".json");
    Builder builder = new Builder().setSampling(batch, false);
    return new ShapesRecords(builder, CocoDataset.read(annotations, folder.resolve(part)), layout);
  }

  @Override
  public Record get(NDManager manager, long index) {
    ImageRecord record = data.images().get(Math.toIntExact(index));
    RgbImage image = ImageFiles.read(record.path());
    NDArray pixels =
        manager.create(
            ByteBuffer.wrap(image.rgb()),
            new Shape(image.height(), image.width(), 3),
            DataType.UINT8);
    return new Record(
        new NDList(NDImageUtils.toTensor(pixels)),
        layout.writeImage(manager, targets(record), places));
  }

  private ImageTargets targets(ImageRecord image) {
    List<Annotation> objects = data.annotations(image.id());
    List<BitMask> masks = new ArrayList<>();
    for (Annotation object : objects) {
      Rle rle = object.toRle(image.height(), image.width());
      masks.add(BitMask.ofRunLengths(image.height(), image.width(), rle.counts()));
    }
    int[] labels = objects.stream().mapToInt(Annotation::category).toArray();
    return new ImageTargets(image.id(), labels, masks, image.height(), image.width());
  }

  @Override
  protected long availableSize() {
    return data.images().size();
  }

  @Override
  public void prepare(Progress progress) {}

  private static final class Builder extends BaseBuilder<Builder> {
    @Override
    protected Builder self() {
      return this;
    }
  }
}
