package io.yoso4j.djl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrow of docs/architecture.md from this module, which others do not see. */
final class DjlArrowsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.yoso4j.djl");

  @Test
  void onlyTheLossAndDjlsApiAreUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "io.yoso4j.djl..", "io.yoso4j.criterion..", "ai.djl..", "java..", "org.jspecify..")
        .check(CLASSES);
    noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl.pytorch..").check(CLASSES);
  }
}
