package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The table in a schema that is not called public, beside one of its name: the source's is named by
 * the URL, the target's by the search path.
 */
@Tag("servers")
class OtherSchemaTest {
  private static final String TABLE =
      SampleEmployee.TABLE.substring(SampleEmployee.TABLE.indexOf('('));

  private static final String PUBLIC =
      "select count(*) || ' ' || (select count(*) from pg_trigger"
          + " where tgrelid = 'public.employees'::regclass) from public.employees";

  @Test
  void changes_go_from_schema_to_schema_and_another_table_of_the_name_is_left_alone()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("other_schema")) {
      pipeline.source("create table employees " + TABLE + "; insert into employees values (-1)");
      pipeline.target("create table employees " + TABLE + "; insert into employees values (-2)");
      pipeline.source(
          "create schema hr; create table hr.employees "
              + TABLE
              + "; insert into hr.employees values (1)");
      pipeline.target(
          "create schema people; create table people.employees "
              + TABLE
              + "; alter role cdc in database target_other_schema set search_path = people, public");
      Map<String, String> names =
          Map.of(
              "CDC_SOURCE_URL",
              pipeline.environment().get("CDC_SOURCE_URL") + "?currentSchema=hr",
              "CDC_CREATE_TABLES",
              "false");

      run(pipeline, names, "setup");
      Service producer = pipeline.producer(names);
      Service consumer = pipeline.consumer(names);
      List.of(producer, consumer).parallelStream().forEach(Service::start);
      pipeline.source(
          "set search_path = hr; insert into employees values (2), (3), (4);"
              + " update employees set city = 'Lyon'; delete from employees where emp_id = 2");
      assertThat(run(pipeline, names, "verify").out()).contains("equal", "source  3 rows");
      assertThat(run(pipeline, names, "backfill").out()).contains("3 rows");
      pipeline.target("delete from people.employees where emp_id = 3");
      assertThat(run(pipeline, names, "verify", "--repair", "--yes").out()).contains("equal");

      assertThat(pipeline.askSource(PUBLIC)).isEqualTo("1 0");
      assertThat(pipeline.askTarget(PUBLIC)).isEqualTo("1 0");
      assertThat(producer.printed()).containsPattern("\n    source schema +hr\n");
      assertThat(consumer.printed()).containsPattern("\n    target schema +people\n");
      run(pipeline, names, "teardown", "--yes");
      assertThat(pipeline.askSource("select count(*) from pg_class where relname ~ 'cdc'"))
          .isEqualTo("0");
    }
  }

  @Test
  void advice_reaches_the_table_of_its_schema_and_not_the_one_of_its_name() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("advice_in_a_schema")) {
      String tables =
          "create table employees %1$s; create schema hr; create table hr.employees %1$s;"
                  .formatted(TABLE)
              + " alter table hr.employees drop city";
      pipeline.source(tables);
      pipeline.target(tables);
      Map<String, String> names =
          Map.of(
              "CDC_SOURCE_URL",
              pipeline.environment().get("CDC_SOURCE_URL") + "?currentSchema=hr",
              "CDC_TARGET_URL",
              pipeline.environment().get("CDC_TARGET_URL") + "?currentSchema=hr",
              "CDC_CREATE_TABLES",
              "false");
      CommandRun refused = pipeline.cdc(names, "setup");
      assertThat(refused.exitCode()).isEqualTo(3);
      Matcher advice =
          Pattern.compile("run: ([^;\n]+; alter table [^;\n]+\\))").matcher(refused.err());

      assertThat(advice.find()).as(refused.err()).isTrue();
      pipeline.source(advice.group(1));
      assertThat(advice.find()).as(refused.err()).isTrue();
      pipeline.target(advice.group(1));

      run(pipeline, names, "setup");
      pipeline.target("alter table hr.employees drop city");
      run(pipeline, names, "setup", "--alter-tables");
      run(pipeline, names, "verify");
    }
  }

  private static CommandRun run(
      PipelineUnderTest pipeline, Map<String, String> settings, String... command)
      throws Exception {
    CommandRun run = pipeline.cdc(settings, command);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }
}
