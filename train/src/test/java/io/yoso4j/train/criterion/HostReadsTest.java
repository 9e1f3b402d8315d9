package io.yoso4j.train.criterion;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.model.tensor.Gradients;
import io.yoso4j.model.tensor.Tensor;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** That counting the reads of HostReads counts all there are. */
class HostReadsTest {
  /** Methods that wait for the device, or would do so on a GPU. */
  private static final Set<String> WAITING =
      Set.of("toFloats", "toLongs", "item", "data", "copyInPlace", "copyOf", "of", "full", "range");

  private static final String TENSOR = Tensor.class.getName().replace('.', '/');
  private static final String GRADIENTS = Gradients.class.getName().replace('.', '/');

  /**
   * The fused criterion and the engine for comparisons work on the host, and the upload fills
   * memory of the host.
   */
  private static final Set<String> EXEMPT =
      Set.of("HostReads", "Upload", "TensorCriterion", "TensorCriterion$Loss", "TensorLossEngine");

  @Test
  void nothingElseWaitsForTheDevice() throws IOException, URISyntaxException {
    Path classes =
        Path.of(DeviceCriterion.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("io/yoso4j/train/criterion");
    List<String> calls = new ArrayList<>();
    try (Stream<Path> files = Files.list(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(file);
        String name = file.getFileName().toString().replace(".class", "");
        waitingCalls(model).forEach(call -> calls.add(name + " calls " + call));
      }
    }
    assertThat(calls).contains("HostReads calls toFloats", "Upload calls data");
    assertThat(calls).allMatch(call -> EXEMPT.contains(call.substring(0, call.indexOf(' '))));
  }

  /** Calls of methods of the tensor package that may wait, and whatever is called on gradients. */
  private static Stream<String> waitingCalls(ClassModel model) {
    return StreamSupport.stream(model.constantPool().spliterator(), false)
        .filter(MethodRefEntry.class::isInstance)
        .map(MethodRefEntry.class::cast)
        .filter(entry -> {
          String owner = entry.owner().asInternalName();
          String method = entry.name().stringValue();
          boolean move = method.equals("to") && entry.type().stringValue().contains("Device;)");
          return owner.equals(TENSOR) ? move || WAITING.contains(method) : owner.equals(GRADIENTS);
        })
        .map(entry -> entry.name().stringValue());
  }
}
