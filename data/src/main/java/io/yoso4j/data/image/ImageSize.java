package io.yoso4j.data.image;

/**
 * The size of an image as it stands upright.
 *
 * @param width pixels per row
 * @param height number of rows
 */
public record ImageSize(int width, int height) {}
