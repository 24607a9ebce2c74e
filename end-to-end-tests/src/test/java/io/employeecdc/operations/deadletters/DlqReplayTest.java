package io.employeecdc.operations.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.operations.verify.CommandRun;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of dead letters and of the table. */
@Tag("servers")
class DlqReplayTest {
  private static final String TOO_LONG = "x".repeat(100);

  @Test
  void says_what_became_of_each_and_leaves_the_table_right() throws Exception {
    ReplayDesk desk = mixed("replay_mixed");

    CommandRun run = desk.replay("--yes");

    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.out())
        .isEqualTo(
            """
            replay_mixed_dlq: 6 to replay (group replay_mixed_group)

                  AT        FROM       EMP_ID  OUTCOME       REASON
                 0:0       2:100            1  superseded
                 0:1       2:101            2  superseded
                 0:2       2:102            3  duplicate
                 0:3       2:103            4  failed again  22001, try 4
                 0:4       2:104            5  applied
                 0:5         2:7            8  failed again  NOT_WIRE_FORMAT, try 4

            replayed: 6 of 6; 1 applied, 1 duplicate, 2 superseded, 2 failed again
            """);
    assertThat(desk.employees()).containsExactly("1 newer", "3 same", "5 good");
  }

  @Test
  void what_failed_again_is_in_the_topic_once_more_with_its_tries_and_its_origin()
      throws Exception {
    ReplayDesk desk = mixed("replay_again");

    desk.replay("--yes");
    CommandRun second = desk.replay("--yes");
    desk.target("alter table employees alter city type text");
    CommandRun third = desk.replay("--yes");

    assertThat(second.out()).contains("2 to replay", "22001, try 5", "2 failed again");
    assertThat(desk.list().out())
        .contains(": 1 dead letter from bf_employee_cdc; 10 already replayed (--all)")
        .contains("NOT_WIRE_FORMAT");
    assertThat(desk.list("--all").out()).contains(": 11 dead letters from");
    assertThat(third.out()).contains("2 to replay", "applied", "NOT_WIRE_FORMAT, try 6");
    assertThat(desk.employees()).containsExactly("1 newer", "3 same", "4 " + TOO_LONG, "5 good");
    List<ConsumerRecord<byte[], byte[]>> letters = desk.letters();
    assertThat(letters).hasSize(6 + 2 + 2 + 1);
    ConsumerRecord<byte[], byte[]> original = letters.get(5);
    ConsumerRecord<byte[], byte[]> newest = letters.get(10);
    assertThat(newest.key()).isEqualTo(original.key());
    assertThat(newest.value()).isEqualTo(original.value());
    assertThat(newest.timestamp()).isEqualTo(original.timestamp());
    assertThat(ReplayDesk.header(newest, "trace")).isEqualTo("kept");
    assertThat(ReplayDesk.header(newest, "__connect.errors.topic")).isEqualTo("bf_employee_cdc");
    assertThat(ReplayDesk.header(newest, "__connect.errors.offset")).isEqualTo("7");
    assertThat(ReplayDesk.header(newest, "__cdc.errors.tries")).isEqualTo("6");
    assertThat(ReplayDesk.header(newest, "__cdc.errors.replays")).isEqualTo("3");
    assertThat(ReplayDesk.header(newest, "__cdc.errors.fault")).isEqualTo("NOT_WIRE_FORMAT");
    // Replaced, not heaped up.
    assertThat(newest.headers().headers("__cdc.errors.tries")).hasSize(1);
  }

  /** As after a week without a replay, and as another group does. */
  @Tag("nightly")
  @Test
  void where_kafka_forgot_the_offsets_what_failed_again_is_not_doubled() throws Exception {
    ReplayDesk desk = mixed("replay_forgotten");
    desk.replay("--yes");
    desk.forgetOffsets();

    assertThat(desk.list().out()).contains(": 6 dead letters from");
    CommandRun run = desk.replay("--yes");

    assertThat(run.out()).contains("6 to replay", "2 failed again");
    assertThat(desk.letters()).hasSize(6 + 2 + 2);
    assertThat(desk.replay("--yes").out()).contains("2 to replay", "2 failed again");
  }

  @Test
  void a_dry_run_says_the_same_and_changes_nothing() throws Exception {
    ReplayDesk desk = mixed("replay_dry");
    List<String> before = desk.everything();

    CommandRun run = desk.replay("--dry-run");

    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.out())
        .contains("dry run: nothing is changed", "WOULD BE")
        .contains("nothing changed: 6 of 6; 1 applied, 1 duplicate, 2 superseded, 2 failed again");
    assertThat(desk.everything()).isEqualTo(before);
  }

  @Test
  void a_dry_run_meets_constraints_that_are_checked_at_the_end_of_a_transaction() throws Exception {
    ReplayDesk desk = ReplayDesk.named("replay_deferred");
    desk.target(
        "alter table employees add constraint one_per_city unique (city) deferrable initially"
            + " deferred");
    desk.applied(1, 1, "Bern");
    desk.box().send(List.of(desk.letter(2, 2, "Bern")));

    assertThat(desk.replay("--dry-run").out()).contains("1 parked");
    assertThat(desk.replay("--yes").out()).contains("1 parked");
    assertThat(desk.target("select constraint_name from parked_changes"))
        .containsExactly("one_per_city");
  }

  @Test
  void a_second_run_finds_nothing_to_do() throws Exception {
    ReplayDesk desk = ReplayDesk.named("replay_twice");
    desk.box().send(List.of(desk.letter(10, 1, "a"), desk.letter(11, 2, "b")));

    assertThat(desk.replay("--yes").exitCode()).isZero();
    List<String> before = desk.everything();
    CommandRun second = desk.replay("--yes");

    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).contains(": 0 to replay");
    assertThat(desk.everything()).isEqualTo(before);
  }

  @Test
  void another_group_begins_anew_and_does_not_double_what_failed_again() throws Exception {
    ReplayDesk desk = mixed("replay_groups");

    for (int round = 0; round < 2; round++) {
      desk.replay("--yes");
      CommandRun other = desk.replay("--yes", "--group", desk.group() + "_other");
      assertThat(other.out()).contains("2 failed again");
    }

    // Six, and of the two that fail a copy for each group and round.
    assertThat(desk.letters()).hasSize(6 + 2 * 2 * 2);
  }

  @Test
  void letters_of_a_newer_schema_are_read_by_the_schema_they_name() throws Exception {
    ReplayDesk desk = ReplayDesk.named("replay_newer");
    var letter = desk.letter(10, 1, "a");
    byte[] newer = desk.box().withOneMoreField(letter.value());
    desk.box().send(List.of(desk.box().refused(0, 1, 1, newer, "22001", Map.of())));

    assertThat(desk.replay("--yes").out()).contains("1 applied");
    assertThat(desk.employees()).containsExactly("1 a");
  }

  @Test
  void writes_json_for_programs() throws Exception {
    ReplayDesk desk = mixed("replay_json");

    JsonNode json = new ObjectMapper().readTree(desk.replay("--yes", "--json", "-").out());

    assertThat(json.get("complete").asBoolean()).isTrue();
    assertThat(json.get("replayed").asInt()).isEqualTo(6);
    assertThat(json.get("failed_again").asInt()).isEqualTo(2);
    assertThat(json.get("letters").get(3))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"partition": 0, "offset": 3, "key": "4", "origin": "2:103",
                     "outcome": "failed_again", "stage": "APPLY",
                     "error_class": "org.postgresql.util.PSQLException", "fault": null,
                     "sqlstate": "22001", "constraint": null, "column": null, "tries": 4}
                    """));
  }

  /** Older than the row, older than its DELETE, a duplicate, still bad, now good, and no record. */
  private static ReplayDesk mixed(String name) throws Exception {
    ReplayDesk desk = ReplayDesk.named(name);
    desk.applied(90, 1, "newer");
    desk.applied(91, 2, "gone");
    desk.applied(92, 2, null);
    desk.applied(50, 3, "same");
    var undecodable = desk.box().undecodable(0, 7, LetterBox.utf8("Cityname"));
    var traced =
        new org.apache.kafka.clients.producer.ProducerRecord<>(
            undecodable.topic(),
            0,
            undecodable.timestamp(),
            undecodable.key(),
            undecodable.value());
    traced.headers().add("trace", LetterBox.utf8("kept"));
    undecodable.headers().forEach(header -> traced.headers().add(header));
    desk.box()
        .send(
            List.of(
                desk.letter(10, 1, "older"),
                desk.letter(20, 2, "older"),
                desk.letter(50, 3, "same"),
                desk.letter(60, 4, TOO_LONG),
                desk.letter(70, 5, "good"),
                traced));
    return desk;
  }
}
