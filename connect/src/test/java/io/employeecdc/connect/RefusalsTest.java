package io.employeecdc.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** What no record can say ends the task with one sentence, which holds no value of a row. */
class RefusalsTest {
  private final Events events = Employees.events();
  private final ContractRecord transformation = Employees.transformation();

  @Test
  void a_truncate_says_where_it_stands_in_the_log_and_what_to_do() {
    SourceRecord truncate = events.event("t", null, null);
    assertRefused(
        truncate,
        "employees was truncated at 1/28, which no record says, as it names no rows; set truncate=skip");
    assertThat(Employees.transformation("truncate", "skip").apply(truncate)).isNull();
  }

  /** It goes on behind the first row after a restart, where that begins as the commit ends. */
  @Test
  void a_debezium_that_would_pass_over_changes_after_a_restart_is_named() {
    assertRefused(of("3.5.2.Final"), "Debezium 3.5.2.Final would pass over changes");
    assertRefused(of("2.7.4.Final"), "Debezium 2.7.4.Final would pass over changes");
    assertThat(transformation.apply(of("3.10.0.Final"))).isNotNull();
    assertThat(transformation.apply(of("4.0.1.Final"))).isNotNull();
  }

  private SourceRecord of(String debezium) {
    return events.event(
        "c", Employees.KEY, Employees.row(), source -> source.put("version", debezium));
  }

  @Test
  void a_missing_column_is_named_but_an_older_version_does_not_miss_it() {
    Events without = Employees.events("other", Schema.OPTIONAL_STRING_SCHEMA);
    SourceRecord insert = without.event("c", Employees.KEY, Employees.row());
    assertRefused(insert, "the events of employees lack the column email");
    assertThat(Employees.transformation("contract.version", "2").apply(insert).value()).isNotNull();
  }

  @Test
  void a_type_that_does_not_fit_is_named_with_the_settings_to_look_at() {
    Schema nanos =
        SchemaBuilder.int64().optional().name("io.debezium.time.NanoTimestamp").version(1).build();
    assertRefused(
        Employees.events("email", nanos).event("c", Employees.KEY, Employees.row("email", 1L)),
        "what was written to email of employees (1/28) is not text but NanoTimestamp; look at");
    assertRefused(
        Employees.events("email", Schema.OPTIONAL_INT32_SCHEMA)
            .event("c", Employees.KEY, Employees.row("email", 1)),
        "what was written to email of employees (1/28) is not text but int32; look at");
  }

  @Test
  void a_value_that_does_not_fit_is_not_said() {
    assertRefused(
        Employees.events("salary", Schema.OPTIONAL_INT64_SCHEMA)
            .event("c", Employees.KEY, Employees.row("salary", 3_141_592_653_589L)),
        "what was written to salary of employees (1/28) is not a whole number of 32 bits");
  }

  @Test
  void a_value_that_the_log_does_not_hold_is_named_with_the_statement_that_helps() {
    assertRefused(
        events.event("u", Employees.KEY, Employees.row("city", "__debezium_unavailable_value")),
        "what was written to city of employees (1/28) is not in the log, as it is stored apart and was not changed; run: alter table employees replica identity full");
  }

  @Test
  void what_stands_for_a_value_is_known_in_each_type_that_may_be_stored_apart() {
    Placeholder placeholder = new Placeholder("abc");
    assertThat(
            List.of(
                "abc",
                new byte[] {97, 98, 99},
                List.of("abc"),
                List.of(new byte[] {97, 98, 99}),
                List.of(97, 98, 99),
                List.of(97L, 98L, 99L),
                List.of("90015098-3cd2-3fb0-9696-3f7d28e17f72")))
        .allMatch(placeholder::standsFor);
    assertThat(List.of("abcd", List.of(97, 98), List.of("abc", "abc"), 1, List.of()))
        .noneMatch(placeholder::standsFor);
  }

  @Test
  void a_key_that_is_not_the_contracts_is_refused() {
    Events keyless =
        new Events(
            "employees",
            Map.of("city", Schema.STRING_SCHEMA),
            Map.of("city", Schema.STRING_SCHEMA));
    assertRefused(
        keyless.event("d", Map.of("city", "x"), null),
        "the events of employees do not have the key emp_id; make that the table's primary key");
    assertRefused(
        keyless.event("d", null, null), "the events of employees do not have the key emp_id");
  }

  @Test
  void another_table_is_refused_by_name() {
    Events others =
        new Events(
            "partition_1", Map.of("id", Schema.INT32_SCHEMA), Map.of("id", Schema.INT32_SCHEMA));
    assertRefused(
        others.event("c", Map.of("id", 1), Map.of("id", 1)),
        "partition_1 is captured, which is not the table of the contract EmployeeCDC");
  }

  @Test
  void a_table_of_the_same_name_in_another_schema_is_refused() {
    transformation.apply(Employees.insert());
    assertRefused(
        events.event("c", Employees.KEY, Employees.row(), source -> source.put("schema", "old")),
        "employees is captured in the schema public and in old");
  }

  @Test
  void an_event_without_a_place_in_the_log_is_refused() {
    assertRefused(
        events.event("c", Employees.KEY, Employees.row(), source -> source.put("lsn", null)),
        "an event of employees does not say its place in the log");
  }

  @Test
  void what_another_transformation_has_made_flat_is_refused() {
    assertRefused(
        new SourceRecord(Map.of(), Map.of(), "t", Schema.STRING_SCHEMA, "{}"),
        "this transformation has to be the first");
  }

  private void assertRefused(SourceRecord record, String sentence) {
    assertThatThrownBy(() -> transformation.apply(record))
        .isInstanceOf(ConnectException.class)
        .hasMessageStartingWith(sentence.startsWith("this") ? "" : sentence)
        .hasMessageContaining(sentence)
        .hasNoCause()
        .message()
        .doesNotContain("Łucja", "3141592653589", "__debezium_unavailable_value");
  }
}
