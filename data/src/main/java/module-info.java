/** Masks, data sets and images. */
@SuppressWarnings("module") // io.yoso4j.eval, which may read JSON as bytes, is compiled later
module io.yoso4j.data {
  requires java.desktop;
  requires tools.jackson.core;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;
  requires static transitive org.jspecify;

  exports io.yoso4j.data;
  exports io.yoso4j.data.dataset;
  exports io.yoso4j.data.health;
  exports io.yoso4j.data.image;
  exports io.yoso4j.data.json to
      io.yoso4j.eval;
  exports io.yoso4j.data.mask;
  exports io.yoso4j.data.shapes;
  exports io.yoso4j.data.split;
}
