package io.employeecdc.operations.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.schematools.command.RegistryByHand;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class DlqShowTest {
  private static final String[] VALUES = {"Firstname", "1999", "Cityname", "7654321", "Secret"};
  private static final byte[] PLAIN_TEXT = LetterBox.utf8("Secret: Cityname\n");
  private static final byte[] BYTES = {'b', 0, (byte) 0xff};
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Each as days since 1970, and as the server tells it. */
  private static final String ODD_DAYS =
      """
      select day - date '1970-01-01', day::text
      from unnest(array['4713-01-01 BC', '0044-03-15 BC', '0001-12-31 BC', '0001-01-01',
                        '1969-12-31', '9999-12-31', '12345-06-07']::date[]) day""";

  private static LetterBox letters;
  private static int schemaId;

  @BeforeAll
  static void sendLetters() throws Exception {
    letters = LetterBox.named("letters_to_show", 1);
    schemaId = letters.schemaId();
    var applied = letters.refused(0, 5, 7, "22001", Map.of("__cdc.errors.column", "city"));
    applied.headers().add("trace", LetterBox.utf8("Secret"));
    var cut = letters.undecodable(0, 7, Arrays.copyOf(letters.employee(7), 9));
    cut.headers().add("no text", BYTES).add("nothing", null);
    letters.send(
        List.of(
            applied,
            letters.undecodable(0, 6, PLAIN_TEXT),
            cut,
            letters.undecodable(0, 8, WireFormat.header(987_654)),
            letters.undecodable(0, 9, null)));
  }

  @Test
  void shows_everything_but_the_values() throws Exception {
    CommandRun run = letters.dlq("show", "0:0");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .isEqualTo("The content is hidden, as it may be personal data; --show-values shows it.\n");
    assertThat(JSON.readTree(run.out())).isEqualTo(json("show", "0:0"));
  }

  @Test
  void never_shows_a_value_unless_asked() {
    for (int offset = 0; offset < 5; offset++) {
      CommandRun text = letters.dlq("show", "0:" + offset);
      CommandRun json = letters.dlq("show", "0:" + offset, "--json", "-");
      assertThat(List.of(text.exitCode(), json.exitCode())).containsOnly(0);
      assertThat(text.out() + text.err() + json.out() + json.err())
          .doesNotContain(VALUES)
          .doesNotContain(base64(PLAIN_TEXT), base64(BYTES));
    }
  }

  @Test
  void shows_the_decoded_record_when_asked() {
    CommandRun run = letters.dlq("show", "0:0", "--show-values");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .doesNotContain("Secret")
        .endsWith(
            """
              "value" : {
                "record" : {
                  "action_id" : 41,
                  "emp_id" : 7,
                  "action" : "UPDATE",
                  "employee" : {
                    "first_name" : "Firstname",
                    "last_name" : null,
                    "dob" : "1999-09-09",
                    "city" : "Cityname",
                    "salary" : 7654321%s
                  },
                  "captured_at" : "2026-05-04T03:02:01Z",
                  "transaction_id" : 740
                }
              }
            }
            """
                .formatted(younger(",\n        \"%s\" : null")));
  }

  /** Columns that came after the first version. */
  private static String younger(String each) {
    return Column.join(Contract.standard().versions().late(), each.replace("%s", "%1$s"), "");
  }

  @Test
  void shows_days_as_psql_does() throws Exception {
    LetterBox box = LetterBox.named("letters_of_odd_days", 1);
    List<String> days = new ArrayList<>(List.of("infinity", "-infinity"));
    try (Connection connection = box.source();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ODD_DAYS)) {
      box.send(List.of(box.bornOn(Integer.MAX_VALUE), box.bornOn(Integer.MIN_VALUE)));
      while (row.next()) {
        box.send(List.of(box.bornOn(row.getInt(1))));
        days.add(row.getString(2));
      }
    }
    assertThat(days).hasSize(9);
    for (int offset = 0; offset < days.size(); offset++) {
      assertThat(box.dlq("show", "0:" + offset, "--show-values").out())
          .contains("\"dob\" : \"" + days.get(offset) + "\"");
    }
  }

  @Test
  void says_why_bytes_cannot_be_decoded() {
    assertThat(letters.dlq("show", "0:1", "--show-values").out())
        .contains("\"undecodable\" : \"the value starts with byte 0x53", base64(PLAIN_TEXT));
    assertThat(letters.dlq("show", "0:2", "--show-values").out())
        .contains("the bytes are not a record of the schema they name (EOFException");
    assertThat(letters.dlq("show", "0:3", "--show-values").out())
        .contains("schema id 987654", "answered 404");
    assertThat(letters.dlq("show", "0:4", "--show-values").out()).contains("\"value\" : null");
  }

  @Test
  void a_schema_that_is_not_avro_makes_a_value_undecodable_and_no_outage() throws Exception {
    LetterBox box = LetterBox.named("letters_of_another_kind", 1);
    int id =
        new RegistryByHand("letters_of_another_kind")
            .register("{\"$schema\":\"http://json-schema.org/draft-07/schema#\"}", "JSON");
    box.send(List.of(box.undecodable(0, 1, WireFormat.header(id))));

    CommandRun run = box.dlq("show", "0:0", "--show-values");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "\"undecodable\" : \"the schema registry", "schema id " + id + " something other");
  }

  @Test
  void writes_everything_but_the_values_as_json() throws Exception {
    assertThat(json("show", "0:0"))
        .isEqualTo(
            JSON.readTree(
                """
                {"topic": "letters_to_show", "partition": 0, "offset": 0,
                 "time": "2026-05-04T03:02:06Z", "key": "7",
                 "origin": {"topic": "bf_employee_cdc", "partition": 2, "offset": 5},
                 "stage": "APPLY", "error_class": "org.postgresql.util.PSQLException",
                 "fault": null, "value_length": null, "value_sha256": null, "sqlstate": "22001", "constraint": null, "column": "city",
                 "tries": 3, "replays": null, "error_message": "refused by the target",
                 "group": "bf_employee_cdc_apply", "written": "2026-05-04T03:02:01Z",
                 "key_bytes": 1, "value_bytes": %d, "schema_id": %d,
                 "headers": [{"name": "trace", "bytes": 6}]}
                """
                    .formatted(letters.employee(7).length, schemaId)));
  }

  @Test
  void json_holds_the_decoded_record_when_asked() throws Exception {
    JsonNode json = json("show", "0:0", "--show-values");

    assertThat(json.get("value"))
        .isEqualTo(
            JSON.readTree(
                """
                {"record":
                  {"action_id": 41, "emp_id": 7, "action": "UPDATE",
                   "employee": {"first_name": "Firstname", "last_name": null, "dob": "1999-09-09",
                                "city": "Cityname", "salary": 7654321%s},
                   "captured_at": "2026-05-04T03:02:01Z", "transaction_id": 740}}
                """
                    .formatted(younger(", \"%s\": null"))));
    assertThat(json.get("headers"))
        .isEqualTo(JSON.readTree("[{\"name\": \"trace\", \"bytes\": 6}]"));
  }

  @Test
  void json_holds_bytes_that_cannot_be_decoded_and_why_when_asked() throws Exception {
    JsonNode text = json("show", "0:1", "--show-values").get("value");
    assertThat(text.get("undecodable").asText()).startsWith("the value starts with byte 0x53");
    assertThat(text.get("base64").binaryValue()).isEqualTo(PLAIN_TEXT);

    JsonNode cut = json("show", "0:2", "--show-values");
    assertThat(cut.get("value").get("undecodable").asText()).contains("EOFException");
    assertThat(cut.get("value").get("base64").binaryValue()).hasSize(9);
    assertThat(cut.get("schema_id").asInt()).isEqualTo(schemaId);
    assertThat(cut.get("headers"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"name": "no text", "bytes": 3},
                 {"name": "nothing", "bytes": null}]
                """));
  }

  @Test
  void json_tells_a_record_without_a_value_from_one_whose_value_is_hidden() throws Exception {
    assertThat(json("show", "0:4").has("value")).isFalse();

    JsonNode json = json("show", "0:4", "--show-values");
    assertThat(json.get("value").isNull()).isTrue();
    assertThat(json.get("value_bytes").isNull()).isTrue();
    assertThat(json.get("schema_id").isNull()).isTrue();
  }

  @Test
  void a_file_takes_the_json_beside_the_text(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("letter.json");

    CommandRun run = letters.dlq("show", "0:0", "--json", file.toString());

    assertThat(run.out()).startsWith("{");
    assertThat(JSON.readTree(file.toFile())).isEqualTo(json("show", "0:0"));
  }

  @Test
  void values_need_a_registry() {
    CommandRun without =
        letters.dlq(Map.of("CDC_SCHEMA_REGISTRY_URL", ""), "show", "0:0", "--show-values");
    assertThat(without.exitCode()).isEqualTo(2);
    assertThat(without.err()).contains("--schema-registry-url");

    CommandRun unreachable =
        letters.dlq(
            Map.of("CDC_SCHEMA_REGISTRY_URL", "http://127.0.0.1:1"),
            "show",
            "0:0",
            "--show-values");
    assertThat(unreachable.exitCode()).isEqualTo(5);
    assertThat(unreachable.err()).contains("--schema-registry-url");
  }

  @Test
  void a_place_without_a_dead_letter_ends_with_exit_code_3() {
    for (String nowhere : List.of("0:5", "1:0", "99:99999")) {
      CommandRun run = letters.dlq("show", nowhere);
      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err()).contains("no dead letter at " + nowhere);
    }
  }

  @Test
  void a_place_that_is_none_ends_with_exit_code_2() {
    for (String nonsense : List.of("0", "0:x", "-1:0", "0:99999999999999999999")) {
      assertThat(letters.dlq("show", nonsense).exitCode()).isEqualTo(2);
    }
    assertThat(letters.dlq("show").err()).contains("PARTITION:OFFSET");
  }

  private static JsonNode json(String... command) throws Exception {
    String[] all = Arrays.copyOf(command, command.length + 2);
    all[command.length] = "--json";
    all[command.length + 1] = "-";
    return JSON.readTree(letters.dlq(all).out());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
