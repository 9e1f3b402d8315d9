package io.yoso4j.criterion;

/**
 * A loss, and how long it took.
 *
 * @param result what {@link SetCriterion#evaluate} returns for the same arguments
 * @param times where the time went
 */
public record ProfiledResult(CriterionResult result, CriterionTimes times) {}
