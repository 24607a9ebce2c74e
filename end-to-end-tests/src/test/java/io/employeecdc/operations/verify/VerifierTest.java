package io.employeecdc.operations.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.VerifyResult.DifferingKeys;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import java.sql.SQLException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class VerifierTest {
  private static final DifferingKeys NONE = differing();
  private static final String SPARSE_ROWS =
      "insert into employees select g * g * sign(g), 'First' || g, 'Last' || g,"
          + " date '1970-01-01' + g, 'City' || g % 7, g from generate_series(-500, 500) g";

  private static TwoTables tables;

  @BeforeAll
  static void createTables() throws SQLException {
    tables = TwoTables.named("verifier");
  }

  @BeforeEach
  void emptyTables() throws SQLException {
    tables.both("truncate employees");
  }

  @Test
  void two_empty_tables_are_equal() throws Exception {
    assertCompared(tables.verify(10, 10), 0, 0, NONE, NONE, NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000, 1001, 1_000_000})
  void equal_tables_are_equal_whatever_the_size_of_a_range(int rangeSize) throws Exception {
    tables.both(SPARSE_ROWS);

    VerifyResult result = tables.verify(rangeSize, 10);

    assertCompared(result, 1001, 1001, NONE, NONE, NONE);
    assertThat(result.equal()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1_000_000})
  void finds_missing_extra_and_different_keys_among_negative_and_sparse_ones(int rangeSize)
      throws Exception {
    tables.both(SPARSE_ROWS);
    tables.target("delete from employees where emp_id in (-250000, -4, 250000)");
    tables.source("delete from employees where emp_id in (-9, 0)");
    tables.target("insert into employees (emp_id) values (-2147483648), (2147483647)");
    tables.target("update employees set salary = salary + 1 where emp_id in (-16, 81)");

    assertCompared(
        tables.verify(rangeSize, 10),
        999,
        1000,
        differing(-250000, -4, 250000),
        differing(-2147483648, -9, 0, 2147483647),
        differing(-16, 81));
  }

  @Test
  void the_lowest_and_the_highest_possible_key_are_compared_too() throws Exception {
    tables.both("insert into employees values (-2147483648), (2147483647)");
    assertThat(tables.verify(1, 10).sourceRows()).isEqualTo(2);
    tables.target("update employees set salary = 1");

    assertThat(tables.verify(1, 10).of(Kind.DIFFERENT))
        .isEqualTo(differing(-2147483648, 2147483647));
  }

  @ParameterizedTest
  @ValueSource(strings = {"first_name", "last_name", "dob", "city", "salary"})
  void a_difference_in_any_column_is_found(String column) throws Exception {
    tables.both("insert into employees values (1, 'a', 'b', '2000-02-29', 'c', 5)");
    tables.target("update employees set " + column + " = null");

    assertThat(tables.verify(10, 10).of(Kind.DIFFERENT)).isEqualTo(differing(1));
  }

  @Test
  void null_is_not_the_empty_string() throws Exception {
    tables.source("insert into employees (emp_id, city) values (1, null), (2, '')");
    tables.target("insert into employees (emp_id, city) values (1, ''), (2, '')");

    assertThat(tables.verify(10, 10).of(Kind.DIFFERENT)).isEqualTo(differing(1));
  }

  @Test
  void text_that_moves_from_one_column_to_the_next_is_a_difference() throws Exception {
    tables.source("insert into employees (emp_id, first_name, last_name) values (1, 'a', 'bc')");
    tables.target("insert into employees (emp_id, first_name, last_name) values (1, 'ab', 'c')");

    assertThat(tables.verify(10, 10).of(Kind.DIFFERENT)).isEqualTo(differing(1));
  }

  @Test
  void rows_that_swap_their_keys_are_different() throws Exception {
    tables.source("insert into employees (emp_id, salary) values (1, 10), (2, 20)");
    tables.target("insert into employees (emp_id, salary) values (1, 20), (2, 10)");

    assertThat(tables.verify(10, 10).of(Kind.DIFFERENT)).isEqualTo(differing(1, 2));
  }

  @Test
  void equal_rows_are_equal_whatever_the_style_of_dates_and_the_order_of_insertion()
      throws Exception {
    tables.target("alter database verifier set datestyle = 'German'");
    tables.source(
        "insert into employees values (1, 'ä€', '', '1999-12-31'), (2, null, 'x', 'infinity')");
    tables.target(
        "insert into employees values (2, null, 'x', 'infinity'), (1, 'ä€', '', '1999-12-31')");

    assertThat(tables.verify(10, 10).equal()).isTrue();
  }

  @Test
  void counts_every_differing_key_and_lists_the_first_ones() throws Exception {
    tables.source("insert into employees (emp_id) select generate_series(1, 25000)");

    DifferingKeys missing = tables.verify(1000, 3).of(Kind.MISSING);

    assertThat(missing).isEqualTo(new DifferingKeys(25_000, differing(1, 2, 3).keys()));
  }

  @Test
  void a_target_full_of_rows_that_an_empty_source_does_not_have_is_listed() throws Exception {
    tables.target("insert into employees (emp_id) select generate_series(1, 12000)");

    DifferingKeys extra = tables.verify(1000, 12_000).of(Kind.EXTRA);

    assertThat(extra).isEqualTo(differing(IntStream.rangeClosed(1, 12_000).toArray()));
  }

  private static DifferingKeys differing(int... keys) {
    return new DifferingKeys(keys.length, IntStream.of(keys).mapToObj(KeyValue::of).toList());
  }

  private static void assertCompared(
      VerifyResult result,
      long sourceRows,
      long targetRows,
      DifferingKeys missing,
      DifferingKeys extra,
      DifferingKeys different) {
    assertThat(result.sourceRows()).isEqualTo(sourceRows);
    assertThat(result.targetRows()).isEqualTo(targetRows);
    assertThat(Stream.of(Kind.values()).map(result::of))
        .containsExactly(missing, extra, different, NONE);
    assertThat(result.settled()).isZero();
    assertThat(result.waitingFor()).isEmpty();
  }
}
