package io.yoso4j.cli.report;

import java.util.Map;

/**
 * One evaluation during training: the twelve COCO numbers by name for masks and for boxes; a number
 * that is undefined is left out.
 */
record EvalPoint(long step, double seconds, Map<String, Double> segm, Map<String, Double> bbox) {}
