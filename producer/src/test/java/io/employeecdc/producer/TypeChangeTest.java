package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableFit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What set-up says of a column of another type helps where it is followed, on rows that are there.
 */
@Tag("servers")
class TypeChangeTest {
  private static final String CONTRACT =
      """
      {"type": "record", "name": "ThingCDC", "table": "things", "fields": [
        {"name": "action_id", "type": "long"},
        {"name": "id", "type": "int"},
        {"name": "action", "type": {"type": "enum", "name": "Action",
          "symbols": ["UNKNOWN", "SNAPSHOT", "INSERT", "UPDATE", "DELETE"]}},
        {"name": "thing", "type": ["null", {"type": "record", "name": "Thing", "fields": [
          {"name": "it", "type": ["null", %s]}]}]},
        {"name": "captured_at", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}
      """;

  private static int databases;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          "int"                                                       | bigint              | '7'                    | 7           | type integer
          "int"                                                       | text default '5'    | '7'                    | 7           | drop default, alter column it type integer using it::integer
          {"type": "string", "logicalType": "uuid"}                   | varchar(40)         | '01234567-89AB-cdef-8123-456789abcdef' | 01234567-89ab-cdef-8123-456789abcdef | using it::uuid
          "boolean"                                                   | int default 1       | 1                      | true        | using it::boolean

          {"type": "long", "logicalType": "timestamp-micros"}         | timestamp           | '2026-07-01 12:00'     | 2026-07-01 12:00:00+00 | using it at time zone '…'
          {"type": "array", "items": ["null", "int"]}                 | text[]              | '{1,2}'                | {1,2}       | using it::integer[]
          {"type": "array", "items": ["null", "int"]}                 | int                 | 7                      | -           | it_before
          {"type": "string", "logicalType": "uuid"}                   | int                 | 7                      | -           | fill the new one from it_before
          "int"                                                       | int generated always as (id * 2) virtual | default | 2      | generated always as ((id * 2)) stored
          {"type": "int", "logicalType": "date"}                      | text                | '2026-07-01'           | 2026-07-01  | using it::date
          {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2} | numeric | 1.25                   | 1.25        | type numeric(9,2)
          """)
  void in_the_source(String type, String column, String value, String becomes, String says)
      throws SQLException {
    TableFit fit = new TableFit(versions(type).table());
    SourceDatabase source = with(column, value);

    follow(fit, source, says);

    String holds = becomes == null ? "it is null" : "it = '%s'".formatted(becomes);
    assertThat(source.query("select (%s)::text from things".formatted(holds)))
        .as(becomes)
        .containsExactly("true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type": "string", "logicalType": "uuid"} | int              | 7   | 'cdc backfill' brings its values anew
          "string"                                  | uuid             | '01234567-89ab-cdef-8123-456789abcdef' | type text
          "int"                                     | text             | '7' | using it::integer
          "int"                                     | int generated always as (id * 2) virtual | default | nothing can be written to it
          {"type": "enum", "name": "Mood", "symbols": ["UNKNOWN", "GOOD", "BAD", "SO"], "default": "UNKNOWN"} | mood | 'GOOD' | has no label BAD, SO
          {"type": "array", "items": {"type": "enum", "name": "Mood", "symbols": ["GOOD", "BAD"]}} | mood[] | '{GOOD}' | alter type mood add value 'BAD'
          """)
  void in_the_target(String type, String column, String value, String says) throws SQLException {
    follow(new TableFit(versions(type)), with(column, value), says);
  }

  /** PostgreSQL rounds without a word. */
  @Test
  void values_that_would_be_rounded_are_counted_before() throws SQLException {
    TableFit fit = new TableFit(versions("\"int\"").table());
    SourceDatabase source = with("numeric(12,2)", "1.25");

    String said = onlyMisfit(fit, source).toString();

    assertThat(said).contains("rounds values that do not fit", "; run: alter table things");
    String count = said.replaceFirst(".*counted by: ", "").replaceFirst("\\); run: .*", "");
    assertThat(source.query(count)).containsExactly("1");
  }

  private static void follow(TableFit fit, SourceDatabase database, String says)
      throws SQLException {
    TableFit.Misfit misfit = onlyMisfit(fit, database);
    assertThat(misfit.toString()).contains(says);

    database.execute(misfit.remedy().replace("…", "UTC"));

    try (Connection connection = database.connect()) {
      assertThat(fit.misfits(connection)).isEmpty();
    }
  }

  private static TableFit.Misfit onlyMisfit(TableFit fit, SourceDatabase database)
      throws SQLException {
    try (Connection connection = database.connect()) {
      List<TableFit.Misfit> misfits = fit.misfits(connection);
      assertThat(misfits).hasSize(1);
      return misfits.get(0);
    }
  }

  private static SourceDatabase with(String column, String value) throws SQLException {
    SourceDatabase database = SourceDatabase.empty("type_change_" + databases++);
    database.execute(
        "create type mood as enum ('GOOD')",
        "create table things (id int primary key, it %s)".formatted(column),
        "insert into things values (1, %s)".formatted(value));
    return database;
  }

  private static RowVersions versions(String type) {
    Schema contract = new Schema.Parser().parse(CONTRACT.formatted(type));
    return RowVersions.of(
        new ReleasedVersions(List.of(new SchemaVersion(1, LocalDate.EPOCH, "", contract))));
  }
}
