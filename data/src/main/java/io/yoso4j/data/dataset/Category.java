package io.yoso4j.data.dataset;

import org.jspecify.annotations.Nullable;

/**
 * A class of objects.
 *
 * @param id as the data set numbers it; any number, gaps allowed
 * @param name shown to people
 * @param supercategory a coarser class, or null
 */
public record Category(long id, String name, @Nullable String supercategory) {}
