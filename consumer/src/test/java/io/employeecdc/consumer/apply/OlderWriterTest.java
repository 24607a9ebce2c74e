package io.employeecdc.consumer.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.target.IncompleteRows;
import io.employeecdc.consumer.testing.Applying;
import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.consumer.testing.SettlingAlone;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.contract.table.RowVersions;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Version 1 of this contract has no salary, version 2 is the one that is shipped. */
@Tag("servers")
class OlderWriterTest {
  private static final Schema SHIPPED = Changes.VERSIONS.table().contract();

  private static final Schema OLDER =
      new Schema.Parser()
          .parse(
              SHIPPED.toString().replaceAll(",\\{\"name\":\"salary\".*?\"default\":null\\}", ""));

  private static final RowVersions VERSIONS =
      new RowVersions(
          CapturedTable.of(SHIPPED),
          new ReleasedVersions(
              List.of(
                  new SchemaVersion(1, LocalDate.EPOCH, "", OLDER),
                  new SchemaVersion(2, LocalDate.EPOCH, "", SHIPPED))));

  private final TestTarget database = new TestTarget();
  private final Target target = new Target(database.pool(), VERSIONS);
  private final ChangeApplier applier = new ChangeApplier(target);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_column_that_the_writer_did_not_know_stays_as_it_is() throws SQLException {
    apply(newer(1, 1, "Rome"));
    apply(older(2, 1, "Oslo"));

    assertThat(rows()).containsExactly("1 Oslo 100");
  }

  @Test
  void a_new_row_of_a_writer_that_did_not_know_the_column_has_its_default() throws SQLException {
    database.execute("alter table employees alter column salary set default 7");

    apply(older(1, 1, "Oslo"));

    assertThat(rows()).containsExactly("1 Oslo 7");
  }

  @Test
  void within_a_batch_what_came_before_is_not_lost() throws SQLException {
    List<Change> batch =
        List.of(newer(3, 2, "Bern"), older(2, 1, "Oslo"), newer(1, 1, "Rome"), older(4, 2, "Kiel"));

    Applied applied = apply(batch.toArray(Change[]::new));

    assertThat(rows()).containsExactly("1 Oslo 100", "2 Kiel 100");
    assertThat(applied.outcomes()).containsOnly(Effect.APPLIED).hasSize(4);
  }

  @Test
  void within_a_batch_a_deleted_row_does_not_come_back_with_what_it_had() throws SQLException {
    apply(newer(1, 1, "Rome"));
    apply(deleted(2, 1), older(3, 1, "Oslo"));

    assertThat(rows()).containsExactly("1 Oslo null");
  }

  /** Isolated, as one of them is bad. */
  @Test
  void beside_a_bad_row_it_is_the_same() throws SQLException {
    Applied applied = apply(newer(1, 1, "Rome"), older(2, 1, "Oslo"), newer(3, 2, "x".repeat(101)));

    assertThat(rows()).containsExactly("1 Oslo 100");
    assertThat(applied.failed()).hasSize(1);
  }

  @Test
  void rows_that_lack_columns_are_counted_until_they_are_written_again() throws SQLException {
    apply(newer(1, 1, "Rome"), older(2, 2, "Oslo"), older(3, 3, "Kiel"), older(4, 4, "Bern"));
    apply(deleted(5, 4));
    IncompleteRows incomplete = new IncompleteRows(target);

    assertThat(incomplete.count()).isEqualTo(2);
    assertThat(incomplete.next(Optional.empty(), 1)).containsExactly(KeyValue.of(2));
    assertThat(incomplete.next(Optional.of(KeyValue.of(2)), 9)).containsExactly(KeyValue.of(3));
    apply(newer(6, 2, "Oslo"));
    assertThat(incomplete.count()).isOne();
    database.execute("delete from employees where emp_id = 3");
    incomplete.passDeleted(List.of(KeyValue.of(3)));
    assertThat(incomplete.next(Optional.empty(), 9)).isEmpty();
  }

  /** Of a circle one row goes for a moment. */
  @Test
  void parked_changes_keep_what_their_writer_did_not_know() throws SQLException {
    database.execute("alter table employees add constraint one_per_city unique (city)");
    apply(newer(1, 1, "Rome"), newer(2, 2, "Oslo"));
    apply(older(3, 1, "Oslo"));
    apply(older(4, 2, "Rome"));

    boolean unused = SettlingAlone.of(target).step();

    assertThat(rows()).containsExactly("1 Oslo 100", "2 Rome 100");
    assertThat(new IncompleteRows(target).count()).isEqualTo(2);
  }

  /** As where both are applied in one batch; the source may have another value all the same. */
  @Test
  void a_newer_parked_change_takes_over_what_its_writer_did_not_know() throws SQLException {
    database.execute("alter table employees add constraint one_per_city unique (city)");
    apply(newer(1, 1, "Rome"), newer(2, 2, "Oslo"));
    database.execute("update employees set salary = 1");
    apply(newer(3, 1, "Oslo"));
    apply(older(4, 1, "Oslo"));
    apply(older(5, 1, "Oslo"));
    apply(newer(6, 2, "Bern"));

    boolean unused = SettlingAlone.of(target).step();

    assertThat(rows()).containsExactly("1 Oslo 100", "2 Bern 100");
    assertThat(new IncompleteRows(target).next(Optional.empty(), 9))
        .containsExactly(KeyValue.of(1));
  }

  @Test
  void what_a_parked_change_deletes_does_not_come_back_with_the_next_one() throws SQLException {
    database.execute(
        """
        alter table employees add constraint one_per_city unique (city);
        create table badges (emp_id integer references employees)""");
    apply(newer(1, 1, "Rome"), newer(2, 2, "Oslo"));
    database.execute("insert into badges values (1)");
    apply(deleted(3, 1));
    apply(older(4, 1, "Oslo"));
    apply(newer(5, 2, "Bern"));

    boolean unused = SettlingAlone.of(target).step();

    assertThat(rows()).containsExactly("1 Oslo null", "2 Bern 100");
  }

  @Test
  void nothing_is_taken_over_from_a_parked_change_that_was_overtaken() throws SQLException {
    database.execute("alter table employees add constraint one_per_city unique (city)");
    apply(newer(1, 1, "Rome"), newer(2, 2, "Oslo"));
    apply(newer(3, 1, "Oslo"));
    apply(newer(4, 1, "Kiel"));
    database.execute("update employees set salary = 1");
    apply(older(5, 1, "Oslo"));
    apply(newer(6, 2, "Bern"));

    boolean unused = SettlingAlone.of(target).step();

    assertThat(rows()).containsExactly("1 Oslo 1", "2 Bern 100");
  }

  /** It writes the columns that it knows. */
  @Test
  void what_an_older_consumer_settled_is_incomplete_whoever_parked_it() throws SQLException {
    database.execute("alter table employees add constraint one_per_city unique (city)");
    apply(newer(1, 1, "Rome"), newer(2, 2, "Oslo"));
    database.execute("update employees set salary = 1");
    apply(newer(3, 1, "Oslo"));
    apply(newer(4, 2, "Rome"));
    Target older =
        new Target(
            database.pool(),
            new RowVersions(
                CapturedTable.of(OLDER),
                new ReleasedVersions(List.of(new SchemaVersion(1, LocalDate.EPOCH, "", OLDER)))));

    boolean unused = SettlingAlone.of(older).step();

    assertThat(rows()).containsExactly("1 Oslo 1", "2 Rome 1");
    assertThat(new IncompleteRows(older).count()).isZero();
    assertThat(new IncompleteRows(target).count()).isEqualTo(2);
  }

  /** The columns that are known to both are written. */
  @Test
  void a_writer_of_a_later_version_without_the_column_is_an_older_writer() throws SQLException {
    Schema later =
        new Schema.Parser()
            .parse(
                SHIPPED.toString().replaceAll(",\\{\"name\":\"city\".*?\"default\":null\\}", ""));
    apply(newer(1, 1, "Rome"));
    database.execute("update employees set last_name = null, salary = 1");

    apply(change(2, 1, "Oslo", later));

    assertThat(rows()).containsExactly("1 Rome 100");
    assertThat(database.column("select last_name from employees")).containsExactly("Lovelace");
    assertThat(new IncompleteRows(target).count()).isOne();
  }

  @Test
  void what_a_later_consumer_without_the_column_applied_is_incomplete_after_a_roll_back()
      throws SQLException {
    apply(newer(1, 1, "Rome"), newer(2, 2, "Oslo"));
    RowVersions later =
        new RowVersions(
            CapturedTable.of(OLDER),
            new ReleasedVersions(
                List.of(
                    new SchemaVersion(2, LocalDate.EPOCH, "", SHIPPED),
                    new SchemaVersion(3, LocalDate.EPOCH, "", OLDER))));
    GenericData.Record row = new GenericData.Record(later.table().rowSchema());
    row.put("city", "Bern");
    Change change = new Change(3, KeyValue.of(1), row, later.of(SHIPPED), Changes.CAPTURED_AT, 0);

    Applying.apply(new ChangeApplier(new Target(database.pool(), later)), List.of(change));

    assertThat(rows()).containsExactly("1 Bern 100", "2 Oslo 100");
    assertThat(new IncompleteRows(target).count()).isOne();
    apply(newer(4, 1, "Bern"));
    assertThat(new IncompleteRows(target).count()).isZero();
  }

  private Applied apply(Change... changes) throws SQLException {
    return Applying.apply(applier, List.of(changes));
  }

  private static Change newer(long actionId, int employee, String city) {
    return change(actionId, employee, city, SHIPPED);
  }

  private static Change older(long actionId, int employee, String city) {
    return change(actionId, employee, city, OLDER);
  }

  private static Change change(long actionId, int employee, String city, Schema writer) {
    return new Change(
        actionId,
        KeyValue.of(employee),
        Changes.generic(Changes.row(city)),
        VERSIONS.of(writer),
        Changes.CAPTURED_AT,
        0);
  }

  private static Change deleted(long actionId, int employee) {
    return new Change(
        actionId, KeyValue.of(employee), null, VERSIONS.own(), Changes.CAPTURED_AT, 0);
  }

  private List<String> rows() {
    return database.column(
        "select concat_ws(' ', emp_id, city, coalesce(salary::text, 'null')) from employees"
            + " order by emp_id");
  }
}
