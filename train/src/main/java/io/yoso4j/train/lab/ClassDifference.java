package io.yoso4j.train.lab;

/**
 * How the AP of a class differs.
 *
 * @param name of the class
 * @param ap the difference
 */
public record ClassDifference(String name, PairedDifference ap) {}
