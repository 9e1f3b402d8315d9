package io.yoso4j.export;

/** A named tensor of an {@link OnnxGraph}: an input, a constant or the result of a node. */
record Value(String name) {}
