package io.yoso4j.data.dataset;

import io.yoso4j.data.mask.Box;

/** An annotation as it is kept: about 80 bytes and its packed outline or mask. */
final class PackedAnnotation {

  private final long id;
  private final int category;
  private final boolean crowd;
  private final double x;
  private final double y;
  private final double width;
  private final double height;
  private final double area;
  private final byte[] segmentation;

  private PackedAnnotation(Annotation annotation) {
    this.id = annotation.id();
    this.category = annotation.category();
    this.crowd = annotation.crowd();
    Box box = annotation.bbox();
    this.x = box.x();
    this.y = box.y();
    this.width = box.width();
    this.height = box.height();
    this.area = annotation.area();
    this.segmentation = PackedSegmentation.pack(annotation.segmentation());
  }

  static PackedAnnotation of(Annotation annotation) {
    return new PackedAnnotation(annotation);
  }

  int category() {
    return category;
  }

  Annotation unpack(ImageRecord image) {
    return new Annotation(
        id,
        image.id(),
        category,
        new Box(x, y, width, height),
        area,
        crowd,
        PackedSegmentation.unpack(segmentation, image.height(), image.width()));
  }
}
