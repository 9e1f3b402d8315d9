package io.yoso4j.criterion.kernels;

/** What kernels do, whatever they are made of: values of a plain reference in double precision. */
abstract class KernelsContract
    implements LabelsContract,
        MaskLossContract,
        MatchContract,
        PointsContract,
        SelectContract,
        TransposeContract {}
