package io.yoso4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.mask.Rle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every format: the same objects are read from each. */
final class FormatContractTest {

  private record Found(String category, Rle mask) {}

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void theSameObjectsAreRead(DatasetFormat format) throws IOException {
    List<Scene> scenes = write(format);
    DatasetLayout layout = DatasetLayout.find(folder);
    assertThat(layout.splits()).extracting(SplitPaths::format).containsOnly(format);
    assertThat(layout.splits()).extracting(SplitPaths::name).containsExactly("train", "val");
    assertThat(DatasetLayout.find(folder, format)).isEqualTo(layout);
    assertThat(objects(layout)).isEqualTo(expected(scenes));
    DatasetSplits splits = layout.read(ReadOptions.STRICT);
    assertThat(splits.train().data().warnings()).isEmpty();
    splits.train().data().verifyImages();
  }

  @ParameterizedTest
  @EnumSource
  void pathsNamedOneByOneAreRecognised(DatasetFormat format) throws IOException {
    write(format);
    for (SplitPaths split : DatasetLayout.find(folder).splits()) {
      assertThat(SplitPaths.of(split.name(), split.annotations(), split.images())).isEqualTo(split);
    }
  }

  @ParameterizedTest
  @EnumSource
  void idsAreTheSameEveryTime(DatasetFormat format) throws IOException {
    write(format);
    SplitPaths train = DatasetLayout.find(folder).train();
    CocoDataset first = train.read(ReadOptions.STRICT).data();
    CocoDataset second = train.read(ReadOptions.STRICT).data();
    assertThat(second.images()).isEqualTo(first.images());
    assertThat(second.categories()).isEqualTo(first.categories());
    assertThat(second.annotations().map(Annotation::id).toList())
        .isEqualTo(first.annotations().map(Annotation::id).toList())
        .doesNotHaveDuplicates();
    assertThat(first.images()).extracting(ImageRecord::fileName).isSorted();
  }

  @ParameterizedTest
  @EnumSource
  void readingChangesNothingInTheFolder(DatasetFormat format) throws IOException {
    write(format);
    Map<String, String> before = state();
    DatasetLayout.find(folder).read(ReadOptions.STRICT);
    assertThat(state()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatBecomesCoco(DatasetFormat format, @TempDir Path target) throws IOException {
    List<Scene> scenes = write(format);
    Path out = target.resolve("coco");
    DatasetConversion.toCoco(
        DatasetLayout.find(folder), out, ReadOptions.STRICT, DatasetConversion.Images.COPY);
    DatasetLayout written = DatasetLayout.find(out);
    assertThat(written.train().format()).isEqualTo(DatasetFormat.COCO);
    assertThat(objects(written)).isEqualTo(expected(scenes));
    written.train().read(ReadOptions.STRICT).data().verifyImages();
  }

  private List<Scene> write(DatasetFormat format) throws IOException {
    // A line of YOLO is one outline.
    List<Scene> scenes = Scene.all(format != DatasetFormat.YOLO);
    SceneFiles.write(format, folder, scenes);
    return scenes;
  }

  private static Map<String, List<Found>> expected(List<Scene> scenes) {
    Map<String, List<Found>> all = new TreeMap<>();
    for (Scene scene : scenes) {
      all.put(
          scene.split() + " " + scene.name(),
          scene.things().stream()
              .map(thing -> new Found(Scene.CLASSES.get(thing.category()), thing.mask()))
              .toList());
    }
    return all;
  }

  private static Map<String, List<Found>> objects(DatasetLayout layout) {
    Map<String, List<Found>> all = new TreeMap<>();
    for (SplitPaths split : layout.splits()) {
      CocoDataset data = split.read(ReadOptions.STRICT).data();
      assertThat(data.categories()).extracting(Category::name).isEqualTo(Scene.CLASSES);
      for (ImageRecord image : data.images()) {
        assertThat(image.width()).isEqualTo(Scene.WIDTH);
        assertThat(image.height()).isEqualTo(Scene.HEIGHT);
        List<Found> found = new ArrayList<>();
        for (Annotation annotation : data.annotations(image.id())) {
          Rle mask = annotation.toRle(image.height(), image.width());
          assertThat(annotation.area()).isEqualTo(mask.area());
          assertThat(annotation.imageId()).isEqualTo(image.id());
          found.add(new Found(data.categories().get(annotation.category()).name(), mask));
        }
        all.put(split.name() + " " + Folder.stem(Path.of(image.fileName())), found);
      }
    }
    return all;
  }

  private Map<String, String> state() throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        state.put(
            path.toString(),
            Files.getLastModifiedTime(path)
                + " "
                + (Files.isDirectory(path) ? 0 : Files.size(path)));
      }
    }
    return state;
  }
}
