package io.employeecdc.pipeline.architecture;

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
          .layer("pipeline")
          .definedBy("io.employeecdc.pipeline..")
          .layer("producer")
          .definedBy("io.employeecdc.producer..")
          .layer("consumer")
          .definedBy("io.employeecdc.consumer..")
          .layer("local-stack")
          .definedBy("io.employeecdc.localstack..")
          .layer("runtime")
          .definedBy("io.employeecdc.runtime..")
          .layer("schemas")
          .definedBy("io.employeecdc.contract..", "io.employeecdc.schema..")
          .whereLayer("pipeline")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("producer")
          .mayOnlyBeAccessedByLayers("pipeline")
          .whereLayer("consumer")
          .mayOnlyBeAccessedByLayers("pipeline")
          .whereLayer("local-stack")
          .mayOnlyBeAccessedByLayers("pipeline")
          .whereLayer("runtime")
          .mayOnlyBeAccessedByLayers("pipeline", "producer", "consumer")
          .whereLayer("schemas")
          .mayOnlyBeAccessedByLayers("pipeline", "producer", "consumer", "runtime");

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
              "io.employeecdc.contract.avsc..",
              "io.employeecdc.contract.check..",
              "io.employeecdc.contract.registration..",
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
          .resideOutsideOfPackages("io.employeecdc.pipeline..", "io.employeecdc.contract..")
          .should()
          .callMethod(
              io.employeecdc.contract.Registry.class,
              "register",
              String.class,
              org.apache.avro.Schema.class);

  @ArchTest
  static final ArchRule services_carry_no_migration_library =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.employeecdc.pipeline..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.flywaydb..");
}
