package io.employeecdc.consumer.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.testing.Applying;
import io.employeecdc.consumer.testing.Counts;
import io.employeecdc.consumer.testing.SettlingAlone;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.contract.table.RowVersions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tables whose keys and columns are others than those of employees. */
@Tag("servers")
class OtherTablesTest {
  private static final RowVersions DEPARTMENTS = versions("DepartmentCDC");
  private static final RowVersions SALARIES = versions("SalaryCDC");

  private TestTarget database;
  private Target target;
  private ChangeApplier applier;

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_key_of_text_is_applied_once_and_in_order() throws SQLException {
    begin(DEPARTMENTS);

    Applied first =
        apply(written(3, "d002 Finance"), written(1, "d001 Marketing"), written(2, "d001 Sales"));
    Applied again = apply(written(2, "d001 Sales"), written(1, "d001 Marketing"));
    Applied deleted = apply(deleted(5, "d002"), written(4, "d002 Research"));

    assertThat(Counts.of(first)).isEqualTo(new Counts(3, 0, 0));
    assertThat(Counts.of(again)).isEqualTo(new Counts(0, 2, 0));
    assertThat(Counts.of(deleted)).isEqualTo(new Counts(2, 0, 0));
    assertThat(apply(written(4, "d002 Late")).outcomes()).containsExactly(Effect.DUPLICATE);
    assertThat(rows("departments")).containsExactly("(d001,Sales)");
  }

  @Test
  void names_that_are_handed_on_wait_for_each_other() throws SQLException {
    begin(DEPARTMENTS);
    database.execute("alter table departments add unique (dept_name)");
    Applied unused =
        apply(written(1, "d001 Sales"), written(2, "d002 Finance"), written(3, "d\u00e903 Bern"));

    unused = apply(written(4, "d001 Finance"));
    assertThat(unused.outcomes()).containsExactly(Effect.PARKED);
    unused = apply(written(5, "d002 Bern"), written(6, "d\u00e903 Sales"));
    boolean looked = SettlingAlone.of(target).step();

    assertThat(looked).isTrue();
    assertThat(rows("departments"))
        .containsExactlyInAnyOrder("(d001,Finance)", "(d002,Bern)", "(d\u00e903,Sales)");
  }

  @Test
  void a_bad_row_is_alone() throws SQLException {
    begin(DEPARTMENTS);

    Applied applied =
        apply(written(1, "d001 Sales"), written(2, "d002 " + "x".repeat(41)), written(3, "d003 A"));

    assertThat(applied.failed())
        .extracting(one -> one.cause().sqlState().get())
        .containsExactly("22001");
    assertThat(rows("departments")).containsExactlyInAnyOrder("(d001,Sales)", "(d003,A)");
  }

  @Test
  void a_key_of_two_columns_is_applied_once_and_in_order() throws SQLException {
    begin(SALARIES);

    Applied unused =
        apply(
            written(1, "7 1986-06-26 60117.00 1987-06-26"),
            written(2, "7 1987-06-26 62102.50 infinity"),
            written(3, "8 1987-06-26 -0.01 NULL"));
    unused = apply(written(4, "7 1987-06-26 9999999999.99 infinity"), deleted(5, "8 1987-06-26"));

    assertThat(rows("salaries"))
        .containsExactly(
            "(7,1986-06-26,60117.00,1987-06-26)", "(7,1987-06-26,9999999999.99,infinity)");
  }

  private void begin(RowVersions versions) {
    database = new TestTarget(versions);
    target = new Target(database.pool(), versions);
    applier = new ChangeApplier(target);
  }

  private static RowVersions versions(String contract) {
    return Contract.named(contract).orElseThrow().versions();
  }

  private Applied apply(Change... changes) throws SQLException {
    return Applying.apply(applier, List.of(changes));
  }

  /** A change whose columns are separated by blanks, the key's first. */
  private Change written(long actionId, String texts) {
    CapturedTable table = target.table();
    List<Object> values = values(texts);
    GenericData.Record row = new GenericData.Record(table.rowSchema());
    int keys = table.key().columns().size();
    IntStream.range(0, table.columns().size())
        .forEach(i -> row.put(table.columns().get(i).name(), values.get(keys + i)));
    return new Change(
        actionId,
        KeyValue.of(values.subList(0, keys).toArray()),
        row,
        target.versions().own(),
        0,
        0);
  }

  private Change deleted(long actionId, String key) {
    return new Change(
        actionId, KeyValue.of(values(key).toArray()), null, target.versions().own(), 0, 0);
  }

  private List<Object> values(String texts) {
    List<Column> columns = target.table().all();
    List<Object> values = new ArrayList<>();
    String[] parts = texts.split(" ", -1);
    for (int i = 0; i < parts.length; i++) {
      values.add(parts[i].equals("NULL") ? null : columns.get(i).type().parse(parts[i]));
    }
    return values;
  }

  private List<String> rows(String table) {
    return database.column("select t::text from %1$s t order by t::text".formatted(table));
  }
}
