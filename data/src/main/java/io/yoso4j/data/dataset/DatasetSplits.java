package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a data set, with the same categories in each.
 *
 * @param train what is learned from
 * @param val what is measured on, if there is any
 */
public record DatasetSplits(DatasetSplit train, Optional<DatasetSplit> val) {

  /**
   * @throws DataException if the categories differ
   */
  public DatasetSplits {
    if (val.isPresent()) {
      requireSame(train.data(), val.get().data());
    }
  }

  /**
   * Checks that two parts have the same categories, in the same order.
   *
   * @throws DataException naming both files and their categories if not
   */
  public static void requireSame(CocoDataset train, CocoDataset val) {
    List<String> expected = names(train);
    List<String> actual = names(val);
    if (!expected.equals(actual)) {
      throw new DataException(
          "%s: its categories %s differ from those of %s: %s"
              .formatted(val.source(), actual, train.source(), expected));
    }
  }

  private static List<String> names(CocoDataset data) {
    return data.categories().stream().map(c -> c.id() + " " + c.name()).toList();
  }
}
