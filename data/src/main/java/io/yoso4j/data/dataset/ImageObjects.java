package io.yoso4j.data.dataset;

import java.util.List;

/**
 * An image and its objects as written, of a format that has files for each image.
 *
 * @param image with an id that is unique in its part of the data set
 * @param objects without ids
 */
record ImageObjects(ImageRecord image, List<RawAnnotation> objects) {}
