/** YOSO on libtorch: networks, weights, inference. */
module io.yoso4j.model {
  requires transitive io.yoso4j.data;
  requires org.bytedeco.javacpp;
  requires org.bytedeco.pytorch;
  requires tools.jackson.databind;
  requires static transitive org.jspecify;

  exports io.yoso4j.model;
  exports io.yoso4j.model.nn;
  exports io.yoso4j.model.tensor;
  exports io.yoso4j.model.weights;
  exports io.yoso4j.model.yoso;
  exports io.yoso4j.model.zoo;
}
