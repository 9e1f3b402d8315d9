/** The set-prediction loss of YOSO, Mask2Former and DETR on plain memory. */
module io.yoso4j.criterion {
  requires static transitive org.jspecify;
  requires static jdk.incubator.vector;

  exports io.yoso4j.criterion;
  exports io.yoso4j.criterion.loss;
  exports io.yoso4j.criterion.matching;
  exports io.yoso4j.criterion.sampling;
}
