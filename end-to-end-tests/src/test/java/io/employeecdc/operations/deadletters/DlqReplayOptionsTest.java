package io.employeecdc.operations.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.operations.verify.CommandRun;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which letters are taken, how far the group moves, and what ends a replay. */
@Tag("servers")
class DlqReplayOptionsTest {
  /** A letter's line: where it is, where it came from, its employee. */
  private static final Pattern LETTER = Pattern.compile("^ +0:\\d+ +\\d+:\\d+ +(\\d+) ");

  @Test
  void what_a_filter_leaves_out_is_there_for_a_later_run() throws Exception {
    ReplayDesk desk = five("replay_filter");

    CommandRun some = desk.replay("--yes", "--key", "1", "--key", "3");
    assertThat(some.out())
        .contains("5 to replay", "2 of them selected", "replayed: 2 of 2; 2 applied")
        .contains(
            "group "
                + desk.group()
                + " stays before 0:1, which was not selected: from there on all come again");
    assertThat(desk.employees()).containsExactly("1 a", "3 c");
    assertThat(desk.offsets()).containsExactly(Map.entry(0, 1L));

    assertThat(desk.replay("--yes").out()).contains("4 to replay", "3 applied, 1 duplicate");
    assertThat(desk.employees()).containsExactly("1 a", "2 b", "3 c", "4 d", "5 e");
  }

  @Test
  void what_fails_again_behind_a_letter_that_is_left_stays_as_it_is() throws Exception {
    ReplayDesk desk = five("replay_filter_bad");
    desk.target("alter table employees add constraint never check (emp_id <> 3)");

    CommandRun some = desk.replay("--yes", "--key", "1", "--key", "3");
    assertThat(some.exitCode()).isEqualTo(7);
    assertThat(some.out()).contains("23514 constraint never, try 4");
    assertThat(desk.letters()).hasSize(5);

    assertThat(desk.replay("--yes").out()).contains("3 applied, 1 failed again");
    assertThat(desk.letters()).hasSize(6);
  }

  @Test
  void letters_are_chosen_by_reason_time_and_offset() throws Exception {
    ReplayDesk desk = ReplayDesk.named("replay_chosen");
    desk.box()
        .send(
            List.of(
                desk.letter(1, 1, "a", "22001"),
                desk.letter(2, 2, "b", "23505"),
                desk.letter(3, 3, "c", "23514"),
                desk.box().undecodable(0, 103, LetterBox.utf8("nothing"))));
    // Given up one second after the other, from 2026-05-04T03:03:41Z on.
    assertThat(chosen(desk, "--error", "23505")).containsExactly("2");
    assertThat(chosen(desk, "--error", "23")).containsExactly("2", "3");
    assertThat(chosen(desk, "--error", "PSQLException")).containsExactly("1", "2", "3");
    assertThat(chosen(desk, "--error", "io.employeecdc.contract.MalformedRecordException"))
        .containsExactly("8");
    assertThat(chosen(desk, "--from", "1", "--to", "2")).containsExactly("2", "3");
    assertThat(chosen(desk, "--from", "2026-05-04T03:03:43Z")).containsExactly("3", "8");
    assertThat(chosen(desk, "--to", "2026-05-04T03:03:42Z")).containsExactly("1", "2");
    assertThat(chosen(desk, "--error", "00000")).isEmpty();
  }

  @Test
  void with_a_limit_the_next_run_goes_on_behind_it() throws Exception {
    ReplayDesk desk = five("replay_limit");

    assertThat(desk.replay("--yes", "--limit", "2", "--rate", "1000/s").out())
        .contains("5 to replay", "the first 2 now", "replayed: 2 of 2");
    assertThat(desk.employees()).containsExactly("1 a", "2 b");
    assertThat(desk.offsets()).containsExactly(Map.entry(0, 2L));

    CommandRun rest = desk.replay("--yes");
    assertThat(rest.out()).contains("3 to replay", "replayed: 3 of 3; 3 applied");
    assertThat(rest.out() + rest.err()).as("no terminal").doesNotContain("\r", "\u001b");
    assertThat(desk.replay("--yes").out()).contains("0 to replay");
  }

  @Test
  void all_options_that_are_wrong_are_named_at_once() throws Exception {
    CommandRun run =
        ReplayDesk.named("replay_options")
            .replay(
                "--key",
                "many",
                "--from",
                "noon",
                "--error",
                "a b",
                "--limit",
                "0",
                "--rate",
                "0/s",
                "--retry-for",
                "soon",
                "--group",
                "a b",
                "--colour");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("9 options are wrong")
        .contains("--key (CDC_KEY): not a whole number")
        .contains("--from (CDC_FROM): neither a time such as 2026-11-22T10:00:00Z")
        .contains("--error (CDC_ERROR): not a SQLSTATE")
        .contains("--limit (CDC_LIMIT): not a whole number from 1 to")
        .contains("--rate (CDC_RATE): not a rate from 1/s to 999999/s")
        .contains("--retry-for (CDC_RETRY_FOR): not a time")
        .contains("--replay-group (CDC_REPLAY_GROUP): not a name")
        .contains("--yes (CDC_YES): missing, and there is no terminal")
        .contains("'--colour': unknown");
  }

  @Test
  void on_a_terminal_it_asks_and_a_line_of_progress_comes_and_goes() throws Exception {
    ReplayDesk desk = five("replay_asks");
    List<String> before = desk.everything();

    CommandRun no = onTerminal("n\n", desk);
    assertThat(no.exitCode()).isZero();
    assertThat(no.err())
        .contains("5 to replay", "COUNT  STAGE  REASON", "5  APPLY  23514")
        .contains("Replay these 5 into ", "[y/N]", "Nothing was replayed.");
    assertThat(onTerminal("", desk).err()).contains("Nothing was replayed.");
    assertThat(desk.everything()).isEqualTo(before);

    CommandRun yes = onTerminal("y\n", desk);
    assertThat(yes.err())
        .containsPattern("\r5 of 5  [\\d,.]+/s  0 s left  5 applied\u001b\\[K\r\u001b\\[K$");
    assertThat(yes.out()).contains("replayed: 5 of 5", "5 applied").doesNotContain("\r");
  }

  @Test
  void while_another_replay_of_the_group_is_at_work_it_is_refused() throws Exception {
    ReplayDesk desk = five("replay_locked");
    List<String> before = desk.everything();
    try (Connection other = desk.connect();
        Statement lock = other.createStatement()) {
      lock.execute(
          "select pg_advisory_lock(hashtext('cdc dlq replay'), hashtext('%s %s'))"
              .formatted(desk.topic(), desk.group()));

      CommandRun run = desk.replay("--yes");

      assertThat(run.exitCode()).isEqualTo(8);
      assertThat(run.err()).contains("another 'cdc dlq replay' of group '" + desk.group());
      assertThat(desk.everything()).isEqualTo(before);
    }
    assertThat(desk.replay("--yes").out()).contains("5 applied");
  }

  @Test
  void the_replays_of_two_dead_letter_topics_share_neither_a_group_nor_a_transactional_id()
      throws Exception {
    ReplayDesk one = five("replay_one");
    ReplayDesk other = five("replay_other");

    CommandRun first = one.replay(Map.of("CDC_REPLAY_GROUP", ""), "--yes", "--limit", "2");
    CommandRun second = other.replay(Map.of("CDC_REPLAY_GROUP", ""), "--yes", "--limit", "2");

    assertThat(first.out()).contains("replayed: 2 of 2");
    assertThat(second.out()).contains("replayed: 2 of 2");
    assertThat(one.transactionalIds())
        .contains("replay_one_replay-dlq", "replay_other_replay-dlq")
        .doesNotContain("bf_employee_cdc_replay-dlq");
  }

  @Test
  void what_waiting_cannot_cure_ends_it_and_keeps_its_place() throws Exception {
    ReplayDesk desk = five("replay_systemic");
    List<String> before = desk.everything();

    CommandRun password = desk.replay(Map.of("CDC_TARGET_PASSWORD", "Wr0ngOne"), "--yes");
    assertThat(password.exitCode()).isEqualTo(4);
    assertThat(password.err()).contains("--target-password-file").doesNotContain("Wr0ngOne");

    desk.target("alter table employees rename to elsewhere");
    CommandRun table = desk.replay("--yes");
    assertThat(table.exitCode()).isEqualTo(3);
    assertThat(table.err()).contains("SQLSTATE 42P01", "cdc setup");
    assertThat(table.out()).contains("replayed: 0 of 5", "5 are left");
    desk.target("alter table elsewhere rename to employees");

    assertThat(desk.everything()).isEqualTo(before);
  }

  @Test
  void a_dependency_that_stays_away_ends_it_with_exit_code_5_and_dead_letters_nothing()
      throws Exception {
    ReplayDesk desk = five("replay_unreachable");
    List<String> before = desk.everything();

    CommandRun run =
        desk.replay(
            Map.of("CDC_SCHEMA_REGISTRY_URL", "http://127.0.0.1:1"),
            "--yes",
            "--retry-for",
            "300ms");

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("waiting for ", "127.0.0.1:1", "--retry-for", "Nothing is lost");
    assertThat(desk.everything()).isEqualTo(before);
    assertThat(
            desk.replay(Map.of("CDC_TARGET_URL", "jdbc:postgresql://127.0.0.1:1/x"), "--yes")
                .exitCode())
        .isEqualTo(5);
    assertThat(desk.replay(Map.of("CDC_DLQ_TOPIC", "no_such_topic"), "--yes").exitCode())
        .isEqualTo(3);
  }

  /** Five letters that are good now, of employees 1 to 5. */
  private static ReplayDesk five(String name) throws Exception {
    ReplayDesk desk = ReplayDesk.named(name);
    List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      letters.add(desk.letter(i, i, String.valueOf((char) ('a' + i - 1))));
    }
    desk.box().send(letters);
    return desk;
  }

  /** The employees of the letters that a dry run takes. */
  private static List<String> chosen(ReplayDesk desk, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--dry-run");
    return desk.replay(all.toArray(String[]::new))
        .out()
        .lines()
        .map(LETTER::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .toList();
  }

  private static CommandRun onTerminal(String answer, ReplayDesk desk) {
    InputStream before = System.in;
    System.setProperty("cdc.terminal", "true");
    System.setProperty("cdc.input.terminal", "true");
    System.setIn(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
    try {
      return desk.replay();
    } finally {
      System.setIn(before);
      System.clearProperty("cdc.terminal");
      System.clearProperty("cdc.input.terminal");
    }
  }
}
