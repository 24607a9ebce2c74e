package io.employeecdc.contract.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.type.PostgresType;
import io.employeecdc.contract.type.UnfitContractException;
import io.employeecdc.schema.EmployeeCDC;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which columns of the user's own tables fit a field of the contract. */
class FitTest {
  private static final String RECORD = "{'type': 'record', 'name': 'AnyCDC', 'fields': [%s]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          "int"    | -            | integer                  | N | source target
          "int"    | -            | smallint                 | N | source
          "int"    | smallint     | smallint                 | N | source target
          "int"    | int2         | integer                  | N |        target
          "int"    | -            | bigint                   | N |
          "long"   | integer      | integer                  | N | source target
          "long"   | integer      | bigint                   | N |        target
          "long"   | -            | integer                  | N | source
          "int"    | -            | numeric(9,0)             | N |
          "long"   | -            | bigint                   | N | source target
          "string" | -            | text                     | S | source target
          "string" | -            | character varying(30)    | S | source
          "string" | -            | jsonb                    | U | source
          "string" | -            | integer                  | N |
          "string" | -            | text[]                   | S |
          "string" | interval     | interval                 | T |
          "string" | tstzrange    | tstzrange                | R |
          "string" | point        | point                    | G |
          "string" | varchar(30)  | character varying(30)    | S | source target
          "string" | varchar(30)  | character varying(20)    | S | source target
          "string" | varchar(30)  | character varying(31)    | S |        target
          "string" | varchar(30)  | text                     | S |        target
          "string" | varchar(30)  | character(30)            | S | source
          "string" | varchar(30)  | mood                     | E | source target
          "string" | char(4)      | character(4)             | S | source target
          "string" | char(4)      | character varying(4)     | S |        target
          "string" | json         | json                     | U | source target
          "string" | json         | jsonb                    | U |
          "string" | json         | text                     | S |        target
          "string" | jsonb        | jsonb                    | U | source target
          "string" | jsonb        | json                     | U |
          "string" | jsonb        | text                     | S |        target
          "string" | inet         | inet                     | I | source target
          "string" | bit(4)       | bit(4)                   | V | source target
          "string" | bit(4)       | bit(5)                   | V |
          "string" | bit          | bit(1)                   | V | source target
          "string" | char         | character(1)             | S | source target
          "string" | char         | character(5)             | S |        target
          "string" | vector(3)    | vector(3)                | U | source target
          "string" | mood         | mood                     | E | source target
          {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2} | - | numeric(9,2)  | N | source target
          {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2} | - | numeric(8,1)  | N | source
          {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2} | - | numeric(9,3)  | N |
          {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2} | - | numeric       | N |        target
          {"type": "long", "logicalType": "timestamp-micros"} | - | timestamp with time zone            | D | source target
          {"type": "long", "logicalType": "timestamp-micros"} | - | timestamp without time zone         | D |
          {"type": "long", "logicalType": "timestamp-micros"} | - | timestamp(3) with time zone         | D | source
          {"type": "long", "logicalType": "timestamp-millis"} | - | timestamp with time zone            | D |        target
          {"type": "array", "items": "string"}  | json[]         | json[]                    | U | source target
          {"type": "array", "items": "string"}  | json[]         | jsonb[]                   | U |
          {"type": "array", "items": "int"}     | -              | integer                   | N |
          """)
  void a_column_fits(String type, String sqlType, String found, char category, String sides) {
    String said = sqlType == null ? "" : ", 'sqlType': '%s'".formatted(sqlType);
    Column column = column(type + said);

    PostgresType there = PostgresType.of(found, category);
    String fits =
        (column.canSay(there) ? "source " : "") + (column.canBeHeld(there) ? "target" : "");
    assertThat(fits.strip()).isEqualTo(sides == null ? "" : sides);
  }

  @Test
  void the_working_schema_and_every_released_version_describe_the_same_key() {
    Stream.concat(
            Stream.of(EmployeeCDC.getClassSchema()),
            Contract.standard().released().all().stream().map(SchemaVersion::schema))
        .map(CapturedTable::of)
        .forEach(table -> assertThat(table.key().names()).isEqualTo("emp_id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type': 'array', 'items': {'type': 'array', 'items': 'int'}}",
        "{'type': 'map', 'values': 'int'}",
        "['null', 'int', 'string']",
        "'null'",
        "{'type': 'record', 'name': 'Other', 'fields': []}",
        "{'type': 'long', 'logicalType': 'timestamp-nanos'}",
        "{'type': 'bytes', 'logicalType': 'decimal', 'precision': 1001, 'scale': 0}"
      })
  void a_type_that_no_column_can_be_of_is_refused_by_the_field_s_name(String type) {
    assertThatThrownBy(() -> column(type))
        .isInstanceOfSatisfying(
            UnfitContractException.class, e -> assertThat(e.field()).isEqualTo("it"))
        .hasMessageStartingWith("field it: a column ");
  }

  @Test
  void a_contract_without_the_envelope_s_fields_is_refused() {
    Schema schema = schema("{'name': 'action_id', 'type': 'long'}");
    assertThatThrownBy(() -> CapturedTable.of(schema)).hasMessage("a contract has a field action");
  }

  /** The producer writes them, whatever the table: as another type they would be nonsense. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          action_id      | "int"                               | field action_id: it must be a long
          action_id      | ["null","long"]                     | field action_id: it must be a long
          action         | "string"                            | field action: it must be an enum with
          action         | {"type":"enum","name":"Action","symbols":["INSERT"]} | field action: it must be an enum with
          captured_at    | "long"                              | field captured_at: it must be a long with timestamp-micros
          captured_at    | "string"                            | field captured_at: it must be a long with timestamp-micros
          transaction_id | "string"                            | field transaction_id: it must be a long, or null
          reason         | "string"                            | field reason: the producer writes its default
          """)
  void a_field_of_the_envelope_is_as_the_producer_writes_it(String name, String type, String why) {
    JsonNode contract = json(envelope("'int'", "{'name': 'it', 'type': 'int'}"));
    ArrayNode fields = (ArrayNode) contract.get("fields");
    ObjectNode field =
        Stream.iterate(0, i -> i < fields.size(), i -> i + 1)
            .map(i -> (ObjectNode) fields.get(i))
            .filter(one -> one.get("name").asText().equals(name))
            .findFirst()
            .orElseGet(() -> fields.addObject().put("name", name));
    field.set("type", json(type));
    Schema schema = new Schema.Parser().parse(contract.toString());
    assertThatThrownBy(() -> CapturedTable.of(schema)).hasMessageStartingWith(why);
  }

  private static JsonNode json(Object text) {
    try {
      return new ObjectMapper().readTree(text.toString());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Else set-up would fail in the middle, or make one table where two are meant. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "Order, , have to be plain names of at most 38 characters",
        "AContractWhoseNameIsMuchTooLongForPostgres, , have to be plain names of at most 38 characters",
        "Thing, thing, need names of their own",
        "Thing, thing_versions, need names of their own",
        "Thing, thing_columns, need names of their own",
        "Thing, `` , has from 1 to 63 bytes",
        "Thing, äääääääääääääääääääääääääääääääää, has from 1 to 63 bytes",
        "Thing, it's, cannot be captured",
        "Thing, 100%, cannot be captured",
        "Thing, hr.employees, the databases' URLs name (currentSchema)",
      })
  void names_that_cannot_be_made_are_refused(String contract, String table, String why) {
    String fits = envelope("'int'", "{'name': 'it', 'type': 'int'}").toString();
    String named = fits.replace("\"AnyCDC\"", '"' + contract + '"');
    String about =
        table == null ? named : named.replaceFirst("\\{", "{\"table\":\"" + table + "\",");
    assertThatThrownBy(() -> CapturedTable.of(new Schema.Parser().parse(about)))
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'int'                                       | bigint
          'int'                                       | text
          {'type': 'int', 'logicalType': 'date'}      | timestamp
          'boolean'                                   | integer
          'string'                                    | int
          'string'                                    | timestamptz
          'string'                                    | interval
          """)
  void a_declared_type_that_may_hold_more_than_the_avro_type_is_refused(
      String type, String sqlType) {
    Schema schema =
        envelope("'int'", "{'name': 'it', 'type': %s, 'sqlType': '%s'}".formatted(type, sqlType));
    assertThatThrownBy(() -> CapturedTable.of(schema))
        .hasMessageContaining("may hold what its Avro type cannot say");
  }

  /** Set-up runs it as the tables' owner. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "text); drop table salaries; --",
        " text",
        "varchar (30)",
        "numeric(10, 2)",
        "text default (select secret from others)",
        "text check (forged())",
        "text/**/",
        "varchar(30))",
        "varchar(99999999999)"
      })
  void a_declared_type_is_a_type_and_no_more(String sqlType) {
    Schema schema =
        envelope("'int'", "{'name': 'it', 'type': 'string', 'sqlType': '%s'}".formatted(sqlType));
    assertThatThrownBy(() -> CapturedTable.of(schema))
        .hasMessage("field it: its sqlType is no type's name, such as varchar(30)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text", "character varying(30)", "public.mood", "\\\"Große Stadt\\\"", "citext"})
  void a_declared_type_may_have_any_name(String sqlType) {
    assertThat(column("'string', 'sqlType': '%s'".formatted(sqlType)).declaredType())
        .isEqualTo(sqlType.replace("\\", ""));
  }

  /** Our own tables have columns of ours, and a name may stand in key and row. */
  @ParameterizedTest
  @ValueSource(strings = {"txid", "action", "id", "parked_at", "cdc_known"})
  void a_column_s_name_is_there_once(String name) {
    Schema schema = envelope("'int'", "{'name': '%s', 'type': 'int'}".formatted(name));
    assertThatThrownBy(() -> CapturedTable.of(schema))
        .hasMessageStartingWith("field " + name + ": one of our own tables has another column");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xmin", "ctid", "tableoid"})
  void a_column_of_postgresql_s_own_is_none_of_a_contract(String name) {
    Schema schema = envelope("'int'", "{'name': '%s', 'type': 'int'}".formatted(name));
    assertThatThrownBy(() -> CapturedTable.of(schema))
        .hasMessage(
            "field %s: every table of PostgreSQL has a column of that name".formatted(name));
  }

  @Test
  void a_key_is_of_a_type_whose_texts_are_equal_if_its_values_are() {
    Schema schema = envelope("'double'", "{'name': 'name', 'type': 'string'}");
    assertThatThrownBy(() -> CapturedTable.of(schema))
        .hasMessage("field id: a key is of int, long, string, uuid or date, and never null");
  }

  @Test
  void a_column_s_name_leaves_room_for_that_of_its_check() {
    String longest = "a".repeat(58);
    assertThat(
            CapturedTable.of(envelope("'int'", "{'name': '%s', 'type': 'int'}".formatted(longest)))
                .columns())
        .hasSize(1);
    Schema longer = envelope("'int'", "{'name': '%sa', 'type': 'int'}".formatted(longest));
    assertThatThrownBy(() -> CapturedTable.of(longer))
        .hasMessageEndingWith("at most 58 characters");
  }

  /** The statement is followed on a table that has rows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'string', 'default': 'it is new'             | text not null default 'it is new'
          'int', 'default': 7                          | integer not null default '7'
          'string', 'default': '', 'sqlType': 'varchar(9)' | varchar(9) not null default ''
          ['null', 'int'], 'default': null             | integer
          """)
  void a_column_that_is_never_null_is_made_with_the_field_s_default(String type, String made) {
    assertThat(column(type).definition()).isEqualTo(made);
  }

  @Test
  void a_row_has_a_column() {
    Schema schema = envelope("'int'", "");
    assertThatThrownBy(() -> CapturedTable.of(schema)).hasMessage("field row: no column");
  }

  private static Schema envelope(String key, String columns) {
    return schema(
        ("{'name': 'action_id', 'type': 'long'}, {'name': 'id', 'type': %s},"
                + " {'name': 'action', 'type': {'type': 'enum', 'name': 'Action', 'symbols':"
                + " ['SNAPSHOT', 'INSERT', 'UPDATE', 'DELETE']}}, {'name': 'captured_at', 'type':"
                + " {'type': 'long', 'logicalType': 'timestamp-micros'}},"
                + " {'name': 'row', 'type': ['null',"
                + " {'type': 'record', 'name': 'Row', 'fields': [%s]}]}")
            .formatted(key, columns));
  }

  private static Column column(String type) {
    return Column.of(schema("{'name': 'it', 'type': %s}".formatted(type)).getField("it"), null);
  }

  private static Schema schema(String fields) {
    return new Schema.Parser().parse(RECORD.formatted(fields).replace('\'', '"'));
  }
}
