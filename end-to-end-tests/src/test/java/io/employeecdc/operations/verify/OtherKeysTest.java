package io.employeecdc.operations.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.employeecdc.contract.table.Key;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.PipelineWatch.Horizon;
import io.employeecdc.operations.verify.VerifyResult.DifferingKeys;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys of all kinds, in databases that order texts in ways of their own. */
@Tag("servers")
class OtherKeysTest {
  private static final List<Integer> RANGE_SIZES = List.of(1, 2, 7, 100, 1000);

  @ParameterizedTest
  @EnumSource
  void exactly_what_differs_is_found(OtherKey kind) throws Exception {
    TwoTables tables = kind.filled("verify_" + kind.name().toLowerCase(Locale.ROOT));
    List<String> all = keys(kind, tables, "true");
    List<String> missing = keys(kind, tables, "place % 17 = 1");
    List<String> extra = keys(kind, tables, "place % 17 = 2");
    List<String> different = keys(kind, tables, "place % 17 = 3");
    assertThat(all).hasSizeGreaterThan(300).doesNotHaveDuplicates();
    for (int rangeSize : RANGE_SIZES) {
      VerifyResult equal = tables.verify(rangeSize, 10);
      assertThat(equal.equal()).as("ranges of %d rows", rangeSize).isTrue();
      assertThat(equal.sourceRows()).isEqualTo(all.size());
      assertThat(equal.targetRows()).isEqualTo(all.size());
    }

    tables.target("delete from things where place % 17 = 1");
    tables.source("delete from things where place % 17 = 2");
    tables.target("update things set note = 'another' where place % 17 = 3");

    for (int rangeSize : RANGE_SIZES) {
      JsonNode found =
          new VerifyReport(kind.table().key(), all.size())
              .json(tables.verify(rangeSize, all.size()), Optional.empty())
              .get("keys");
      assertThat(texts(found.get("missing"))).containsExactlyInAnyOrderElementsOf(missing);
      assertThat(texts(found.get("extra"))).containsExactlyInAnyOrderElementsOf(extra);
      assertThat(texts(found.get("different"))).containsExactlyInAnyOrderElementsOf(different);
    }
  }

  @Test
  void texts_are_compared_in_one_order_also_where_an_encoding_has_another() throws Exception {
    TwoTables tables = TwoTables.ofAnotherEncoding(OtherKey.TEXT.table(), "verify_win1252");
    tables.both("create table things (a text primary key, place int, note text)");
    tables.both("insert into things select unnest('{a,z,€,ä,ö,š,ÿ}'::text[]), 1, 'same'");
    tables.target("insert into things values ('å', 1, 'extra')");

    for (int rangeSize : RANGE_SIZES) {
      VerifyResult found = tables.verify(rangeSize, 10);
      assertThat(found.differences()).as("ranges of %d rows", rangeSize).isOne();
      assertThat(found.of(Kind.EXTRA).keys()).containsExactly(KeyValue.of("å"));
    }
  }

  /** What the second look asks of single keys once the pipeline has come to a horizon. */
  @ParameterizedTest
  @EnumSource
  void single_keys_are_compared_at_the_change_that_arrived_last(OtherKey kind) throws Exception {
    TwoTables tables = kind.filled("recheck_" + kind.name().toLowerCase(Locale.ROOT));
    tables.source(
        kind.sql(
            "create table ${capture} (action_id bigint primary key, action text not null,"
                + " txid xid8 not null default pg_current_xact_id(), ${capture_columns})"));
    tables.target(
        kind.sql(
            "create table ${guard} (${own_key}, action_id bigint not null, primary key (${key}))"));
    tables.target(
        kind.sql("insert into ${guard} (${key}, action_id) select ${e_own}, 1 from things e"));
    Horizon horizon =
        new Horizon(tables.inSource("select pg_current_snapshot()").get(0), 1, Optional.empty());
    List<String> moving = keys(kind, tables, "place % 5 = 1");
    List<String> different = keys(kind, tables, "place % 5 = 3");
    List<String> missing = keys(kind, tables, "place % 5 = 4");
    List<KeyValue> all = keyValues(kind, tables);

    change(kind, tables, 1000, "place % 5 in (1, 2)");
    change(kind, tables, 2000, "place % 5 = 2");
    tables.target(
        kind.sql(
            "update ${guard} v set action_id = 1000 + e.place from things e"
                + " where ${v_is_e} and e.place % 5 = 2"));
    tables.target("update things set note = 'change 1000' where place % 5 = 2");
    tables.target("update things set note = 'another' where place % 5 = 3");
    tables.target("delete from things where place % 5 = 4");

    KeyTally.ByKind found = new KeyTally.ByKind(all.size());
    KeyTally stillMoving = new KeyTally(all.size());
    tables.recheck(all, horizon, found, stillMoving);

    assertThat(texts(kind, stillMoving.result())).containsExactlyInAnyOrderElementsOf(moving);
    assertThat(texts(kind, found.result().get(Kind.DIFFERENT)))
        .containsExactlyInAnyOrderElementsOf(different);
    assertThat(texts(kind, found.result().get(Kind.MISSING)))
        .containsExactlyInAnyOrderElementsOf(missing);
    assertThat(found.count()).isEqualTo(different.size() + missing.size());
  }

  /** Changes rows of the source and captures them. */
  private static void change(OtherKey kind, TwoTables tables, int firstId, String which)
      throws SQLException {
    tables.source("update things set note = 'change %d' where %s".formatted(firstId, which));
    tables.source(
        kind.sql(
                "insert into ${capture} (action_id, action, ${columns})"
                    + " select %d + place, 'UPDATE', ${e_row} from things e where %s")
            .formatted(firstId, which));
  }

  private static List<KeyValue> keyValues(OtherKey kind, TwoTables tables) throws SQLException {
    return keys(kind, tables, "true").stream()
        .map(text -> KeyValue.of(kind.table().key().parse(text).toArray()))
        .sorted()
        .toList();
  }

  /** Keys of the source's rows as the report has them, in the order of texts. */
  private static List<String> keys(OtherKey kind, TwoTables tables, String which)
      throws SQLException {
    Key key = kind.table().key();
    String question = kind.sql("select ${key_text} from things t where ") + which;
    return tables.inSource(question).stream()
        .map(text -> key.text(key.parse(text)))
        .sorted()
        .toList();
  }

  private static List<String> texts(OtherKey kind, DifferingKeys keys) {
    return keys.keys().stream().map(key -> kind.table().key().text(key.values())).toList();
  }

  private static List<String> texts(JsonNode keys) {
    List<String> texts = new ArrayList<>();
    keys.forEach(key -> texts.add(key.asText()));
    return texts;
  }
}
