/** COCO evaluation of masks and boxes, panoptic quality. */
module io.yoso4j.eval {
  requires transitive io.yoso4j.data;
  requires static transitive org.jspecify;

  exports io.yoso4j.eval;
}
