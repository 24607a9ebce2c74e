package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class ConnectCheckTest {
  private static final String GOOD =
      """
      {"name": "employees", "config": {
        "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
        "database.user": "cdc_log_check",
        "table.include.list": "public.employees",
        "plugin.name": "pgoutput",
        "publication.name": "cdc_check",
        "publication.autocreate.mode": "disabled",
        "slot.name": "cdc_check",
        "skipped.operations": "none",
        "event.converting.failure.handling.mode": "fail",
        "decimal.handling.mode": "string",
        "heartbeat.interval.ms": "10000",
        "exactly.once.support": "required",
        "key.converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
        "value.converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
        "transforms": "contract",
        "transforms.contract.type": "io.employeecdc.connect.ContractRecord",
        "transforms.contract.schema.registry.url": "http://registry:8081",
        "transforms.contract.action.id.after": "1000"}}""";

  private static PipelineUnderTest pipeline;

  @TempDir static Path directory;

  @BeforeAll
  static void create() throws Exception {
    pipeline = PipelineUnderTest.create("connect_check");
  }

  @AfterAll
  static void end() {
    pipeline.close();
  }

  @Test
  void all_that_is_wrong_is_said_at_once_and_once_it_is_right_the_check_is_done() throws Exception {
    CommandRun bad =
        check(
            "{\"transforms\": \"x\", \"time.precision.mode\": \"connect\", \"offset.mismatch.strategy\": \"trust_slot\", \"lsn.flush.mode\": \"manual\", \"flush.lsn.source\": \"false\", \"snapshot.mode\": \"when_needed\"}");
    assertThat(bad.exitCode()).as(bad.err()).isEqualTo(3);
    assertThat(bad.err())
        .contains("connector.class is not set")
        .contains("time.precision.mode is 'connect'; set it to adaptive")
        .contains("skipped.operations is 't'; set it to none")
        .contains("heartbeat.interval.ms is 0")
        .contains("offset.mismatch.strategy is 'trust_slot'; set it to no_validation")
        .contains("lsn.flush.mode is 'manual'; set it to connector")
        .contains("flush.lsn.source is 'false'; set it to true")
        .contains("snapshot.mode is 'when_needed'; set it to initial or no_data")
        .contains("key.converter is not set")
        .contains("the first of transforms is not of type")
        .contains("there is no publication dbz_publication; run: create publication");
    assertThat(check(GOOD.replace("cdc_check\"", "Cdc-Check\"")).err())
        .contains("run: create publication \"Cdc-Check\" for table employees");

    pipeline.source(
        "create publication cdc_check for table employees (emp_id) with (publish = 'insert')");
    pipeline.source("insert into employees (emp_id) select generate_series(1, 1001)");
    pipeline.source("alter table employees alter city type char(100)");
    CommandRun source =
        check(
            GOOD.replace("public.employees", "old.employees, public.employees")
                .replace(
                    "transforms.contract.schema",
                    "unavailable.value.placeholder\": \"?\", \"transforms.contract.schema"));
    assertThat(source.exitCode()).as(source.err()).isEqualTo(3);
    assertThat(source.err())
        .contains("there is no role cdc_log_check")
        .contains("publication cdc_check does not publish inserts, updates, deletes and truncates")
        .contains("publication cdc_check leaves out the column first_name of employees")
        .contains("action.id.after is 1000, and triggers gave ids up to 1001; set it to 1000001001")
        .contains("transforms.contract.unavailable.value.placeholder is not what")
        .contains("table.include.list has employees in two schemas")
        .contains("table.include.list is of the schema old, and --source-url looks at public")
        .contains("column.propagate.source.type does not name public.employees.city; set it to .*")
        .doesNotContain("connector.class");
    assertThat(check(GOOD.replace("cdc_log_check", "${file:/secret:user}")).err())
        .doesNotContain("there is no role", "null");
    pipeline.source("alter table employees alter city type varchar(100)");

    pipeline.source("drop publication cdc_check");
    pipeline.source("create publication cdc_check for table employees");
    pipeline.source("alter table employees replica identity full");
    pipeline.asSuperuser(
        pipeline.sourceServer(),
        "drop role if exists cdc_log_check; create role cdc_log_check login");
    assertThat(check(GOOD.replace("\"1000\"", "\"2000\"")).err())
        .contains("role cdc_log_check may not replicate; run: alter role cdc_log_check replication")
        .contains("role cdc_log_check may not read employees; run: grant select on employees");
    pipeline.asSuperuser(pipeline.sourceServer(), "alter role cdc_log_check replication");
    pipeline.source("grant select on employees to cdc_log_check");
    assertThat(check(GOOD.replace("\"plugin", "\"snapshot.mode\": \"no_data\", \"plugin")).err())
        .contains(
            "there is no slot cdc_check",
            "run: select pg_create_logical_replication_slot('cdc_check', 'pgoutput')");
    CommandRun good = check(GOOD.replace("\"1000\"", "\"2000\""));
    assertThat(good.exitCode()).as(good.err()).isZero();
    assertThat(good.out()).contains("are as the log's capture needs them");
  }

  private static CommandRun check(String connector) throws Exception {
    return pipeline.cdc("connect", "check", file(connector).toString());
  }

  private static Path file(String connector) throws IOException {
    return Files.writeString(directory.resolve("connector.json"), connector);
  }
}
