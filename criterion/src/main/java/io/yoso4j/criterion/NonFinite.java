package io.yoso4j.criterion;

/**
 * A NaN or an infinity.
 *
 * @param stage the stage's name
 * @param imageId the image's id
 * @param query first query affected
 * @param term {@code cost} (the matcher), {@code loss_ce}, {@code loss_mask} or {@code loss_dice}
 */
public record NonFinite(String stage, long imageId, int query, String term) {}
