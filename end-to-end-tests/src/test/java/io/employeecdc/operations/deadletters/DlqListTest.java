package io.employeecdc.operations.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.operations.verify.Impatient;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class DlqListTest {
  private static LetterBox letters;

  @BeforeAll
  static void sendLetters() throws Exception {
    letters = LetterBox.named("letters_to_list", 2);
    letters.send(
        List.of(
            letters.refused(0, 5, 7, "22001", Map.of("__cdc.errors.column", "city")),
            letters.undecodable(1, 123456, LetterBox.utf8("Cityname")),
            letters.refused(1, 9, -11, "22001", Map.of("__cdc.errors.column", "first_name")),
            letters.refused(
                0, 10, 2147483647, "23505", Map.of("__cdc.errors.constraint", "one_per_city"))));
  }

  @Test
  void prints_a_line_for_each_dead_letter_and_the_reasons() {
    CommandRun run = letters.dlq("list");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            letters_to_list: 4 dead letters from bf_employee_cdc

             AT  TIME (UTC)               FROM      EMP_ID  STAGE   TRIES  REASON
            0:0  2026-05-04 03:02:06       2:5           7  APPLY       3  22001 column city
            1:1  2026-05-04 03:02:10       2:9         -11  APPLY       3  22001 column first_name
            0:1  2026-05-04 03:02:11      2:10  2147483647  APPLY       3  23505 constraint one_per_city
            1:0  2026-05-05 13:19:37  2:123456           8  DECODE      3  MalformedRecordException

            COUNT  STAGE   REASON
                2  APPLY   22001
                1  APPLY   23505
                1  DECODE  MalformedRecordException

            DAY (UTC)   COUNT  STAGE   REASON
            2026-05-04      2  APPLY   22001
            2026-05-04      1  APPLY   23505
            2026-05-05      1  DECODE  MalformedRecordException
            """);
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void names_each_topic_that_letters_came_from() throws Exception {
    LetterBox box = LetterBox.named("letters_of_two_topics", 1);
    ProducerRecord<byte[], byte[]> other = box.refused(0, 6, 8, "22001", Map.of());
    List<Header> headers = List.of(other.headers().toArray());
    headers.forEach(header -> other.headers().remove(header.key()));
    for (Header header : headers) {
      boolean topic = header.key().equals("__connect.errors.topic");
      other.headers().add(header.key(), topic ? LetterBox.utf8("another") : header.value());
    }
    box.send(List.of(box.refused(0, 5, 7, "22001", Map.of()), other));

    assertThat(box.dlq("list").out())
        .startsWith("letters_of_two_topics: 2 dead letters from bf_employee_cdc, another\n");
  }

  @Test
  void lists_the_newest_and_counts_all() {
    CommandRun run = letters.dlq("list", "--limit", "1");

    assertThat(run.out())
        .contains("4 dead letters", "the newest 1 listed", "1:0  2026-05-05", "2  APPLY   22001")
        .doesNotContain("0:1  2026");
  }

  @Test
  void json_counts_reasons_by_day() throws Exception {
    JsonNode json =
        new ObjectMapper().readTree(letters.dlq("list", "--limit", "0", "--json", "-").out());

    assertThat(json.get("letters")).isEmpty();
    assertThat(json.get("by_time").get(0))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"time": "2026-05-04", "stage": "APPLY", "reason": "22001", "count": 2}
                    """));
  }

  @Test
  void a_decoding_fault_is_the_reason_where_the_consumer_names_one() throws Exception {
    LetterBox box = LetterBox.named("letters_with_fault", 1);
    var letter = box.undecodable(0, 1, null);
    letter.headers().add("__cdc.errors.fault", LetterBox.utf8("WRONG_KEY"));
    box.send(List.of(letter));

    assertThat(box.dlq("list").out()).contains("1  DECODE  WRONG_KEY");
    assertThat(box.dlq("show", "0:0").out()).contains("\"fault\" : \"WRONG_KEY\"");
  }

  @Test
  void writes_json_for_programs() throws Exception {
    JsonNode json = new ObjectMapper().readTree(letters.dlq("list", "--json", "-").out());

    assertThat(json.get("count").asInt()).isEqualTo(4);
    assertThat(json.get("reasons"))
        .contains(
            new ObjectMapper()
                .readTree("{\"stage\": \"APPLY\", \"reason\": \"22001\", \"count\": 2}"));
    assertThat(json.get("letters").get(2))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"partition": 0, "offset": 1, "time": "2026-05-04T03:02:11Z",
                     "key": "2147483647",
                     "origin": {"topic": "bf_employee_cdc", "partition": 2, "offset": 10},
                     "stage": "APPLY", "error_class": "org.postgresql.util.PSQLException",
                     "fault": null, "value_length": null, "value_sha256": null, "sqlstate": "23505", "constraint": "one_per_city", "column": null,
                     "tries": 3, "replays": null}
                    """));
  }

  @Test
  void never_prints_a_value() {
    String all = letters.dlq("list").out() + letters.dlq("list", "--json", "-").out();

    assertThat(all).doesNotContain("Firstname", "1999", "Cityname", "7654321");
  }

  @Test
  void letters_of_strangers_do_not_reach_the_terminal_as_they_are() throws Exception {
    LetterBox strangers = LetterBox.named("letters_of_strangers", 1);
    var odd = strangers.record(0, "Firstname", null);
    odd.headers().add("__connect.errors.topic", LetterBox.utf8("any"));
    odd.headers().add("__connect.errors.stage", LetterBox.utf8("\u001b[31mred\u202e\r\n"));
    odd.headers().add("__cdc.errors.time", LetterBox.utf8("yesterday"));
    strangers.send(List.of(odd, strangers.record(0, null, LetterBox.utf8("Cityname"))));

    CommandRun run = strangers.dlq("list");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("2 dead letters", "\\u001b[31mred\\u202e\\r\\n", "not a key", "no key")
        .doesNotContain("Firstname", "Cityname", "\u001b", "\r");
  }

  @Test
  void an_empty_topic_has_no_dead_letters() throws Exception {
    assertThat(LetterBox.named("letters_none", 3).dlq("list").out())
        .isEqualTo("letters_none: no dead letters\n");
  }

  @Test
  void does_not_list_what_was_rolled_back_nor_wait_for_ever_behind_an_open_transaction()
      throws Exception {
    LetterBox box = LetterBox.named("letters_in_transactions", 1);
    try (KafkaProducer<byte[], byte[]> producer =
        box.producer(Map.of("transactional.id", "letters-in-transactions"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(box.refused(0, 1, 1, "22001", Map.of())).get();
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(box.refused(0, 2, 2, "22002", Map.of())).get();
      producer.abortTransaction();

      CommandRun settled = box.dlq("list");
      assertThat(settled.out()).contains("1 dead letter from", "22001").doesNotContain("22002");
      assertThat(settled.err()).isEmpty();

      producer.beginTransaction();
      producer.send(box.refused(0, 3, 3, "22003", Map.of())).get();

      CommandRun hidden = box.dlq("list", "--wait", "300ms");
      assertThat(hidden.out()).contains("1 dead letter from").doesNotContain("22003");
      assertThat(hidden.err()).contains("partition 0: a transaction is still open", "offset 4");
      producer.abortTransaction();
    }
  }

  @Test
  void a_missing_topic_ends_with_exit_code_3() {
    CommandRun run = letters.dlq("list", "--dlq-topic", "no_such_topic");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("no_such_topic");
  }

  @Test
  void an_unreachable_broker_ends_with_exit_code_5() {
    CommandRun run =
        letters.dlq(Impatient.WITH_KAFKA, "list", "--bootstrap-servers", "127.0.0.1:1");

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("--bootstrap-servers");
  }

  @Test
  void needs_to_be_told_what_to_do() {
    CommandRun run = letters.dlq();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: dlq", "list", "show");
  }

  @Test
  void tells_what_the_consumer_says_and_not_what_a_strangers_record_claims() throws Exception {
    LetterBox forged = LetterBox.named("letters_of_a_stranger", 1);
    ProducerRecord<byte[], byte[]> record = forged.record(0, "8", LetterBox.utf8("x"));
    record.headers().add("__cdc.errors.sqlstate", LetterBox.utf8("23505"));
    record.headers().add("__cdc.errors.replays", LetterBox.utf8("7"));
    record.headers().add("__connect.errors.topic", LetterBox.utf8("bf_employee_cdc"));
    record
        .headers()
        .add("__cdc.errors.time", LetterBox.utf8("+1000000000-12-31T23:59:59.999999999Z"));
    record.headers().add("__cdc.errors.fault", LetterBox.utf8("MALFORMED"));
    forged.send(List.of(record));

    CommandRun run = forged.dlq("list");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("MALFORMED").doesNotContain("23505");
    assertThat(forged.dlq("show", "0:0").out()).contains("\"replays\" : null");
  }
}
