package io.yoso4j.model;

/**
 * The class of every pixel.
 *
 * @param height of the image
 * @param width of the image
 * @param categories contiguous class index of each pixel, row by row. Not copied
 */
@SuppressWarnings("ArrayRecordComponent") // one entry per pixel, handed on as it is
public record SemanticResult(int height, int width, int[] categories) {}
