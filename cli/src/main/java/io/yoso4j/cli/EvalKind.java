package io.yoso4j.cli;

import io.yoso4j.eval.IouType;

/** What {@code eval --type} measures. */
enum EvalKind {
  /** Average precision and recall of masks. */
  SEGM {
    @Override
    FileEvaluation evaluation() {
      return new InstanceFiles(IouType.SEGM);
    }
  },
  /** Average precision and recall of boxes. */
  BBOX {
    @Override
    FileEvaluation evaluation() {
      return new InstanceFiles(IouType.BBOX);
    }
  },
  /** Average precision and recall of masks and their boundaries. */
  BOUNDARY {
    @Override
    FileEvaluation evaluation() {
      return new InstanceFiles(IouType.BOUNDARY);
    }
  },
  /** Panoptic quality. */
  PANOPTIC {
    @Override
    FileEvaluation evaluation() {
      return new PanopticFiles();
    }
  };

  /** What reads, evaluates and prints files of this kind. */
  abstract FileEvaluation evaluation();
}
