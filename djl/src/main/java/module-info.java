/** The set-prediction loss as a loss of DJL. */
module io.yoso4j.djl {
  requires transitive ai.djl.api;
  requires transitive io.yoso4j.criterion;
  requires static transitive org.jspecify;

  exports io.yoso4j.djl;
}
