package io.yoso4j.train.lab;

import org.jspecify.annotations.Nullable;

/**
 * Accuracy for one class.
 *
 * @param name of the class
 * @param objects of it in the validation images
 * @param ap mask AP; null without objects
 * @param ap50 mask AP at IoU 0.50; null without objects
 */
public record ClassAccuracy(String name, int objects, @Nullable Double ap, @Nullable Double ap50) {}
