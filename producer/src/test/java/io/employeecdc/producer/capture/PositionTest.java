package io.employeecdc.producer.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.employeecdc.producer.capture.Position.Window;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  @ParameterizedTest
  @ValueSource(strings = {"1:1:", "10:20:10,14,19", "9223372036854775806:9223372036854775807:"})
  void a_snapshot_is_read_and_written_as_postgres_does(String text) {
    assertThat(Snapshot.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1:1", "1:1:1:1", "a:1:", "1:1:x"})
  void anything_else_is_no_snapshot(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Snapshot.parse(text));
  }

  @Test
  void a_position_survives_its_json() {
    Position between =
        new Position(
            Snapshot.parse("10:20:10,14"),
            new TreeMap<>(Map.of(0L, 0L, 9L, 77L)),
            null,
            5_000_000_001L,
            new SourceHistory(7_412_345_678_901_234_567L, 3, 16_385, 16_400, 4_294_967_295L));
    Position within =
        between.open(Snapshot.parse("14:30:14"), 5_000_000_000L).advance(4_000_000_000L);

    assertThat(PositionJson.read(PositionJson.write(Position.START))).isEqualTo(Position.START);
    assertThat(PositionJson.read(PositionJson.write(between))).isEqualTo(between);
    assertThat(PositionJson.read(PositionJson.write(within))).isEqualTo(within);
  }

  /** Producers of other versions read it during an upgrade. */
  @Test
  void its_json_is_one_line_without_what_is_not_known() {
    Position within =
        new Position(
            Snapshot.parse("10:20:10,14"),
            new TreeMap<>(Map.of(0L, 0L, 9L, 77L)),
            new Position.Window(Snapshot.parse("14:30:14"), 4_000_000_000L, 5_000_000_000L),
            5_000_000_001L,
            new SourceHistory(7_412_345_678_901_234_567L, 3, 16_385, 16_400, 4_294_967_295L));

    assertThat(new String(PositionJson.write(within), StandardCharsets.UTF_8))
        .isEqualTo(
            "{'done':'10:20:10,14','marks':{'0':0,'9':77},'window':{'to':'14:30:14','last':4000000000,'ceiling':5000000000},'highest':5000000001,'source':{'system':7412345678901234567,'timeline':3,'database':16385,'table':16400,'sequence':4294967295}}"
                .replace('\'', '"'));
    assertThat(new String(PositionJson.write(Position.START), StandardCharsets.UTF_8))
        .isEqualTo("{'done':'1:1:','marks':{'0':0},'highest':0}".replace('\'', '"'));
  }

  @Test
  void what_an_older_producer_did_not_write_is_not_known() {
    byte[] older =
        "{'done':'1:9:','marks':{'0':0},'source':{'system':5,'timeline':1},'new':1}"
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);

    assertThat(PositionJson.read(older))
        .isEqualTo(
            new Position(
                Snapshot.parse("1:9:"),
                new TreeMap<>(Map.of(0L, 0L)),
                null,
                0,
                new SourceHistory(5, 1, 0, 0, 0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{}", "[]", "null", "{\"done\":\"1:1:\"}", "{\"done\":1,\"marks\":{}}"})
  void other_json_is_refused(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PositionJson.read(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_transaction_that_stayed_open_is_searched_from_the_mark_before_it() {
    Position position = Position.START.mark(100, 1000).mark(200, 2000).mark(300, 3000);
    Position open = position.open(Snapshot.parse("150:301:150"), 3500).close();
    Position later = open.mark(400, 4000).open(Snapshot.parse("150:401:150"), 4500).close();

    Window window = later.open(Snapshot.parse("401:401:"), 4500).window();

    assertThat(window.last()).isEqualTo(1000);
  }

  @Test
  void an_idle_producer_searches_nothing_again() {
    Position backlog = Position.START.mark(300, 1_000_000);
    Position done = backlog.open(Snapshot.parse("301:301:"), 1_000_000).close();

    Position idle = done.open(Snapshot.parse("305:305:"), 1_000_000);

    assertThat(idle.window().last()).isEqualTo(1_000_000);
    assertThat(idle.addsNothingTo(done)).isTrue();
  }

  @Test
  void an_empty_difference_is_kept_when_the_next_search_is_shorter_for_it() {
    Position behind = Position.START.mark(300, 1_000_000);
    Position done = behind.open(Snapshot.parse("290:290:"), 1_000_000).close();

    Position idle = done.open(Snapshot.parse("305:305:"), 1_000_000);

    assertThat(idle.window().last()).isZero();
    assertThat(idle.addsNothingTo(done)).isFalse();
    assertThat(idle.close().open(Snapshot.parse("306:306:"), 1_000_000).window().last())
        .isEqualTo(1_000_000);
  }

  @Test
  void marks_that_nothing_needs_any_more_are_dropped() {
    Position position = Position.START;
    for (long txid = 100; txid < 100_000; txid += 100) {
      position =
          position
              .mark(txid, txid * 10)
              .open(new Snapshot(txid + 1, txid + 1, List.of()), txid * 10)
              .close();
    }

    assertThat(position.marks()).hasSizeLessThanOrEqualTo(2);
  }

  /**
   * A source in which transactions begin, draw ids, stay open and end in any order: each row of a
   * difference has an id above the place where the search for it begins, and below its ceiling.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void the_lowest_mark_that_is_needed_is_never_dropped(long seed) {
    SimulatedSource source = new SimulatedSource(new Random(seed));
    Position position = Position.START;
    Set<Long> found = new HashSet<>();
    for (int round = 0; round < 2000; round++) {
      source.live();
      if (source.random.nextInt(3) == 0) {
        position = position.mark(source.newestMarkTransaction(), source.sequenceBefore);
      }
      position = position.open(source.snapshot(), source.sequence);
      for (long id : source.newlyVisible()) {
        found.add(id);
        assertThat(id).isGreaterThan(position.window().last());
        assertThat(id).isLessThanOrEqualTo(position.window().ceiling());
      }
      position = PositionJson.read(PositionJson.write(position.close()));
      assertThat(position.marks()).hasSizeLessThan(40);
    }
    assertThat(found).isEqualTo(source.committed);
  }

  /** Transaction ids, a sequence and commits, as PostgreSQL hands them out. */
  private static final class SimulatedSource {
    private final Random random;
    private final TreeMap<Long, Set<Long>> open = new TreeMap<>();
    private final Set<Long> committed = new HashSet<>();
    private final Set<Long> fresh = new HashSet<>();
    private long nextTransaction = 3;
    private long sequence;
    private long sequenceBefore;
    private long highestEnded = 2;

    SimulatedSource(Random random) {
      this.random = random;
    }

    void live() {
      for (int step = random.nextInt(20); step > 0; step--) {
        int what = random.nextInt(5);
        if (what == 0 || open.isEmpty()) {
          open.put(nextTransaction++, new TreeSet<>());
        } else if (what < 4) {
          any().add(++sequence);
        } else {
          // Old ones end seldom, so that some stay open for many rounds.
          end(random.nextInt(4) == 0 ? open.firstKey() : open.lastKey());
        }
      }
      while (open.size() > 10) {
        end(open.lastKey());
      }
    }

    private Set<Long> any() {
      return open.values().stream().skip(random.nextInt(open.size())).findFirst().orElseThrow();
    }

    private void end(long txid) {
      Set<Long> rows = open.remove(txid);
      if (random.nextInt(5) > 0) {
        committed.addAll(rows);
        fresh.addAll(rows);
      }
      highestEnded = Math.max(highestEnded, txid);
    }

    /** The sequence is read, others draw ids, and only then is the mark's transaction assigned. */
    long newestMarkTransaction() {
      sequenceBefore = sequence;
      live();
      long mark = nextTransaction++;
      highestEnded = Math.max(highestEnded, mark);
      live();
      return mark;
    }

    Snapshot snapshot() {
      long xmax = highestEnded + 1;
      List<Long> inProgress = open.keySet().stream().filter(t -> t < xmax).toList();
      return new Snapshot(inProgress.isEmpty() ? xmax : inProgress.get(0), xmax, inProgress);
    }

    Set<Long> newlyVisible() {
      Set<Long> news = Set.copyOf(fresh);
      fresh.clear();
      return news;
    }
  }
}
