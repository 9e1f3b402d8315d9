package io.yoso4j.data.dataset;

import java.nio.file.Path;
import java.util.List;

/** One format: how its parts are found in a folder, and how a part is read. Has no state. */
interface DatasetReader {

  /** The parts in a folder, in the order train, val, test; empty when it is of another format. */
  List<SplitPaths> find(Path folder);

  /** Whether annotations and images named one by one are of this format. */
  boolean fits(Path annotations, Path images);

  /** Reads one part; see {@link SplitPaths} for what its paths mean. */
  CocoDataset read(SplitPaths split, ReadOptions options);
}
