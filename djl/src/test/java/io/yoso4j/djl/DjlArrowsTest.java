package io.yoso4j.djl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The arrow of docs/architecture.md from this module, which others do not see. */
final class DjlArrowsTest {
  /** The module's own classes, without those of tests. */
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(SetCriterionLoss.class.getProtectionDomain().getCodeSource().getLocation());

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
