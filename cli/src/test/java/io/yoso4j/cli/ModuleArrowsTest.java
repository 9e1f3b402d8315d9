package io.yoso4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows of docs/architecture.md. */
final class ModuleArrowsTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.yoso4j");

  @ParameterizedTest
  @CsvSource({
    "criterion, 'data,eval,model,export,train,cli'",
    "data, 'criterion,eval,model,export,train,cli'",
    "eval, 'criterion,model,export,train,cli'",
    "model, 'criterion,eval,export,train,cli'",
    "export, 'criterion,eval,train,cli'",
    "train, 'export,cli'",
  })
  void modulesDependOnlyDownwards(String module, String others) {
    String[] forbidden = others.replaceAll("(\\w+)", "io.yoso4j.$1..").split(",");
    noClasses()
        .that()
        .resideInAPackage("io.yoso4j." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(CLASSES);
  }

  @Test
  void modulesHaveNoCycles() {
    slices().matching("io.yoso4j.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheTensorPackageTouchesTheEngine() {
    onlyIn("io.yoso4j.model.tensor..", "org.bytedeco..").check(CLASSES);
  }

  @Test
  void onlyExportKnowsOnnx() {
    onlyIn("io.yoso4j.export..", "ai.onnx..").check(CLASSES);
    onlyIn("io.yoso4j.export..", "ai.onnxruntime..").check(CLASSES);
    onlyIn("io.yoso4j.export..", "com.google.protobuf..").check(CLASSES);
  }

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    onlyIn("io.yoso4j.cli..", "picocli..").check(CLASSES);
  }

  @Test
  void onlyTheKernelsUseTheVectorApi() {
    onlyIn("io.yoso4j.criterion.kernels..", "jdk.incubator.vector..").check(CLASSES);
  }

  @Test
  void theLossKnowsNothingButJava() {
    noClasses()
        .that()
        .resideInAPackage("io.yoso4j.criterion..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "io.yoso4j.criterion..", "java..", "jdk.incubator.vector..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.yoso4j.cli..")
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }

  @Test
  void nothingFromAFileIsDeserialisedByJava() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .check(CLASSES);
  }

  private static ArchRule onlyIn(String allowed, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
