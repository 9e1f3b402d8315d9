package io.yoso4j.train;

import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.train.config.DataSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data sets of a run.
 *
 * @param train to learn from
 * @param val held out, or null
 */
record TrainingData(CocoDataset train, @Nullable CocoDataset val) {

  /**
   * Reads both data sets and checks that every image is there and that they speak of the same
   * classes.
   *
   * @throws io.yoso4j.data.DataException if a file is missing or broken
   * @throws TrainException if the data sets do not fit each other
   */
  static TrainingData read(DataSettings settings) {
    SplitPaths paths = settings.train();
    if (paths == null) {
      throw new TrainException(
          TrainException.Kind.DATA,
          "no training data: give --data DIR, or data.train_annotations and data.train_images");
    }
    CocoDataset train = open(paths);
    if (train.categories().isEmpty()) {
      throw new TrainException(TrainException.Kind.DATA, train.source() + " defines no categories");
    }
    if (train.annotations().noneMatch(a -> !a.crowd())) {
      throw new TrainException(
          TrainException.Kind.DATA, train.source() + " holds no objects to learn from");
    }
    CocoDataset val = validation(settings);
    if (val != null) {
      requireSameClasses(train, val);
    }
    return new TrainingData(train, val);
  }

  /** The validation data set alone, or null when none is configured. */
  static @Nullable CocoDataset validation(DataSettings settings) {
    SplitPaths paths = settings.val();
    return paths == null ? null : open(paths);
  }

  private static CocoDataset open(SplitPaths paths) {
    CocoDataset data = paths.read(ReadOptions.STRICT).data();
    data.verifyImages();
    return data;
  }

  private static void requireSameClasses(CocoDataset train, CocoDataset val) {
    List<Category> expected = train.categories();
    List<Category> actual = val.categories();
    if (expected.size() != actual.size()) {
      throw new TrainException(
          TrainException.Kind.DATA,
          val.source()
              + " defines "
              + actual.size()
              + " categories, but "
              + train.source()
              + " defines "
              + expected.size());
    }
    for (int i = 0; i < expected.size(); i++) {
      if (expected.get(i).id() != actual.get(i).id()
          || !expected.get(i).name().equals(actual.get(i).name())) {
        throw new TrainException(
            TrainException.Kind.DATA,
            val.source()
                + " calls category "
                + actual.get(i).id()
                + " \""
                + actual.get(i).name()
                + "\", where "
                + train.source()
                + " has "
                + expected.get(i).id()
                + " \""
                + expected.get(i).name()
                + "\"");
      }
    }
  }
}
