package io.yoso4j.eval;

/**
 * Panoptic quality averaged over classes, each from 0 to 1. Classes without any segment, neither
 * annotated nor predicted, do not count.
 *
 * @param pq panoptic quality, {@code SQ * RQ} within each class
 * @param sq segmentation quality: mean IoU of the matched segments
 * @param rq recognition quality: the F1 score of finding segments
 * @param classes how many classes the average is over; without any, the three numbers are NaN
 */
public record PanopticQuality(double pq, double sq, double rq, int classes) {}
