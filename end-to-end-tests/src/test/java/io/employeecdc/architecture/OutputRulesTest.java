package io.employeecdc.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.employeecdc.runtime.options.Commands;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;

/** There is one way out of a process, which makes text harmless; and one locale. */
@AnalyzeClasses(packages = "io.employeecdc", importOptions = ImportOption.DoNotIncludeTests.class)
class OutputRulesTest {
  private static final String OUTPUT = "io.employeecdc.runtime.output..";
  private static final String SERVERS_OF_THE_LOCAL_STACK = "io.employeecdc.localstack..";

  @ArchTest
  static final ArchRule commands_print_through_the_terminal_alone =
      noClasses()
          .that()
          .resideOutsideOfPackages(OUTPUT, SERVERS_OF_THE_LOCAL_STACK)
          .and()
          .doNotBelongToAnyOf(Commands.class)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callConstructorWhere(target(owner(assignableTo(PrintWriter.class))))
          .orShould()
          .callConstructorWhere(target(owner(assignableTo(PrintStream.class))));

  @ArchTest
  static final ArchRule nobody_writes_past_what_makes_text_harmless =
      noClasses()
          .should()
          .callMethodWhere(
              target(owner(assignableTo(PrintWriter.class)))
                  .and(target(nameMatching("write|append"))));

  @ArchTest
  static final ArchRule every_process_has_the_locale_that_commands_set =
      classes()
          .that(describe("have a main method", OutputRulesTest::hasMain))
          .and()
          .resideOutsideOfPackage(SERVERS_OF_THE_LOCAL_STACK)
          .should()
          .callMethod(Commands.class, "main", Object.class, String[].class);

  /** Whatever is written by name alone is readable by all: these hold counts and schemas. */
  @ArchTest
  static final ArchRule files_that_may_hold_rows_are_private =
      noClasses()
          .that()
          .resideInAPackage("io.employeecdc.operations.deadletters..")
          .or()
          .resideInAPackage("io.employeecdc.output..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Files.class);

  private static boolean hasMain(JavaClass type) {
    return type.tryGetMethod("main", String[].class).isPresent();
  }
}
