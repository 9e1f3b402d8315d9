package io.yoso4j.cli.report;

import io.yoso4j.data.mask.Bitmap;

/**
 * One object to draw.
 *
 * @param label class name, with a score where there is one
 * @param color which of the palette's colours; objects of one image should have different ones
 * @param mask of the size of the image
 */
public record OverlayInstance(String label, int color, Bitmap mask) {}
