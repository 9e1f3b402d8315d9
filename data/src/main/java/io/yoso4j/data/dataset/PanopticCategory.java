package io.yoso4j.data.dataset;

/**
 * A class of a panoptic data set.
 *
 * @param id as the data set numbers it; any number, gaps allowed
 * @param name shown to people
 * @param thing whether its objects are counted one by one (a person); else it is stuff (sky)
 */
public record PanopticCategory(long id, String name, boolean thing) {}
