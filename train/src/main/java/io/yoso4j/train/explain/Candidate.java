package io.yoso4j.train.explain;

/**
 * Another query that might have found an object.
 *
 * @param result what inference makes of it
 * @param iou of its mask with the object
 * @param object index of the object that the loss matched it to at the last stage; -1 for none
 */
public record Candidate(QueryResult result, double iou, int object) {}
