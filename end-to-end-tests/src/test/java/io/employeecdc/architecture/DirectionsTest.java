package io.employeecdc.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which room may know of which. */
@AnalyzeClasses(packages = "io.employeecdc", importOptions = ImportOption.DoNotIncludeTests.class)
class DirectionsTest {
  @ArchTest
  static final ArchRule dependencies_between_modules_point_one_way =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.employeecdc..")
          .layer("workbench")
          .definedBy("io.employeecdc.workbench..")
          .layer("cli")
          .definedBy("io.employeecdc.cli..")
          .layer("operations")
          .definedBy("io.employeecdc.operations..")
          .layer("setup")
          .definedBy("io.employeecdc.setup..")
          .layer("schema-tools")
          .definedBy("io.employeecdc.schematools..")
          .layer("schema-check")
          .definedBy("io.employeecdc.schemacheck..")
          .layer("producer")
          .definedBy("io.employeecdc.producer..")
          .layer("consumer")
          .definedBy("io.employeecdc.consumer..")
          .layer("connect")
          .definedBy("io.employeecdc.connect..")
          .layer("local-stack")
          .definedBy("io.employeecdc.localstack..")
          .layer("runtime")
          .definedBy("io.employeecdc.runtime..")
          .layer("schemas")
          .definedBy("io.employeecdc.contract..", "io.employeecdc.schema..")
          .whereLayer("workbench")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("operations")
          .mayOnlyBeAccessedByLayers("workbench", "cli")
          .whereLayer("setup")
          .mayOnlyBeAccessedByLayers("workbench", "cli", "operations")
          .whereLayer("schema-tools")
          .mayOnlyBeAccessedByLayers("cli", "setup")
          .whereLayer("schema-check")
          .mayOnlyBeAccessedByLayers("schema-tools", "consumer")
          .whereLayer("producer")
          .mayOnlyBeAccessedByLayers("workbench", "cli", "operations", "setup")
          .whereLayer("consumer")
          .mayOnlyBeAccessedByLayers("workbench", "cli", "operations", "setup")
          .whereLayer("connect")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("local-stack")
          .mayOnlyBeAccessedByLayers("workbench")
          .whereLayer("runtime")
          .mayOnlyBeAccessedByLayers(
              "workbench", "cli", "operations", "setup", "schema-tools", "producer", "consumer")
          .whereLayer("schemas")
          .mayOnlyBeAccessedByLayers(
              "workbench",
              "cli",
              "operations",
              "setup",
              "schema-tools",
              "schema-check",
              "producer",
              "consumer",
              "connect",
              "runtime");

  @ArchTest
  static final ArchRule the_consumer_is_a_pipe_of_packages_that_point_one_way =
      slices().matching("io.employeecdc.consumer.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule what_works_in_the_target_knows_no_kafka_no_metrics_no_http_no_command_line =
      noClasses()
          .that()
          .resideInAnyPackage("io.employeecdc.consumer.apply..", "io.employeecdc.consumer.parked..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "io.employeecdc.contract",
              "io.employeecdc.schemacheck..",
              "io.employeecdc.contract.release..",
              "io.micrometer..",
              "io.prometheus..",
              "com.sun.net.httpserver..",
              "picocli..");

  @ArchTest
  static final ArchRule capture_knows_no_kafka =
      noClasses()
          .that()
          .resideInAPackage("io.employeecdc.producer.capture..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule publish_knows_no_sql_and_no_registry =
      noClasses()
          .that()
          .resideInAPackage("io.employeecdc.producer.publish..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.postgresql..", "io.confluent..");

  @ArchTest
  static final ArchRule only_the_release_step_registers_schemas =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.employeecdc.schematools.registration..", "io.employeecdc.contract..")
          .should()
          .callMethod(
              io.employeecdc.contract.Registry.class,
              "register",
              String.class,
              org.apache.avro.Schema.class);

  @ArchTest
  static final ArchRule only_set_up_knows_the_migration_library =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.employeecdc.setup..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.flywaydb..");
}
