package io.yoso4j.data.health;

/**
 * What a cleaned copy lacks and what was corrected in it.
 *
 * @param images left in
 * @param objects left in, crowds included
 * @param droppedImages left out
 * @param droppedObjects left out, those of dropped images included
 * @param changes corrections of images and objects
 */
public record RepairSummary(
    int images, int objects, int droppedImages, int droppedObjects, int changes) {}
