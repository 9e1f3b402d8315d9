/** Training: configuration, augmentation, loading, optimisation, checkpoints. */
module io.yoso4j.train {
  requires transitive io.yoso4j.criterion;
  requires transitive io.yoso4j.eval;
  requires transitive io.yoso4j.model;
  requires jdk.management;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;
  requires static transitive org.jspecify;

  exports io.yoso4j.train;
  exports io.yoso4j.train.adapt;
  exports io.yoso4j.train.config;
  exports io.yoso4j.train.criterion;
  exports io.yoso4j.train.conformance;
  exports io.yoso4j.train.lab;
  exports io.yoso4j.train.explain;
  exports io.yoso4j.train.distributed;
  exports io.yoso4j.train.log;
  exports io.yoso4j.train.pipeline;
}
