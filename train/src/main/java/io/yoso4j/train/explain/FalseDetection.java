package io.yoso4j.train.explain;

/**
 * A detection that counts for no object.
 *
 * @param result what was found
 * @param object index of the object that it overlaps most; -1 if it overlaps none
 * @param iou with that object
 */
public record FalseDetection(QueryResult result, int object, double iou) {}
