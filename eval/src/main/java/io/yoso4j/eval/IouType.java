package io.yoso4j.eval;

/** What overlap is measured on. */
public enum IouType {
  /** Masks. */
  SEGM,
  /** Boxes. */
  BBOX,
  /**
   * Masks and their boundaries: the smaller of mask IoU and Boundary IoU (Cheng et al., Boundary
   * IoU, CVPR 2021), on a crowd that of the masks, as boundary_iou_api has it. Gives Boundary AP.
   */
  BOUNDARY;

  /** Whether boxes are compared, not masks. */
  boolean usesBoxes() {
    return this == BBOX;
  }
}
