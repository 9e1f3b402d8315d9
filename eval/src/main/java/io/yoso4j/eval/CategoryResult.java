package io.yoso4j.eval;

/**
 * The result of one category over all sizes of objects, unless named otherwise; values are from 0
 * to 1, or -1 where the category has no object to find.
 *
 * @param category contiguous category index
 * @param ap average precision, mean over IoU 0.50 to 0.95
 * @param ap50 average precision at IoU 0.50
 * @param ap75 average precision at IoU 0.75
 * @param apSmall average precision of small objects
 * @param apMedium average precision of medium objects
 * @param apLarge average precision of large objects
 * @param ar average recall with the largest number of detections, mean over IoU 0.50 to 0.95;
 *     COCO's AR100
 * @param instances objects to find, crowds left out
 */
public record CategoryResult(
    int category,
    double ap,
    double ap50,
    double ap75,
    double apSmall,
    double apMedium,
    double apLarge,
    double ar,
    int instances) {}
