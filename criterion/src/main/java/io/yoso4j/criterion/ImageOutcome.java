package io.yoso4j.criterion;

import java.util.List;

/** One image's share of a stage: its part of every normalised, unweighted term. */
record ImageOutcome(
    Assignment assignment,
    double lossCe,
    double lossMask,
    double lossDice,
    List<NonFinite> nonFinite) {}
