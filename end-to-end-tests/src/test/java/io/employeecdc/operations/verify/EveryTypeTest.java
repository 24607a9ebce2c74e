package io.employeecdc.operations.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A column of every type, in sessions whose settings make other texts of values. */
@Tag("servers")
class EveryTypeTest {
  private static final List<Type> TYPES = types();

  private static TwoTables tables;

  /**
   * A line of {@code types.txt}.
   *
   * @param values as SQL; each differs from all others
   */
  record Type(String column, String avro, String sql, List<String> values) {
    @Override
    public String toString() {
      return sql;
    }
  }

  private static List<Type> types() {
    try (InputStream file = EveryTypeTest.class.getResourceAsStream("/verify/types.txt")) {
      List<String> lines =
          new String(file.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList();
      return IntStream.range(0, lines.size())
          .mapToObj(
              i -> {
                List<String> parts = List.of(lines.get(i).split(" \\| "));
                return new Type(
                    "c" + i, parts.get(0), parts.get(1), parts.subList(2, parts.size()));
              })
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  static void createTables() throws SQLException {
    tables =
        TwoTables.of(
            MadeUpTable.of(
                MadeUpTable.field("id", "\"int\"", null),
                TYPES.stream()
                    .map(
                        type ->
                            MadeUpTable.field(
                                type.column, "[\"null\", %s]".formatted(type.avro), type.sql))
                    .collect(Collectors.joining(", "))),
            "verify_every_type");
    tables.both("create type mood as enum ('FINE', 'BAD')");
    tables.both(
        TYPES.stream()
            .map(type -> type.column + " " + type.sql)
            .collect(Collectors.joining(", ", "create table things (id int primary key, ", ")")));
  }

  /** Each value in the source against each in the target. */
  @ParameterizedTest
  @MethodSource("types")
  void a_value_differs_from_every_other_and_not_from_itself(Type type) throws Exception {
    tables.both("truncate things");
    int count = type.values.size();
    tables.source(insert(type, pair -> pair / count));
    tables.target(insert(type, pair -> pair % count));

    VerifyResult found = tables.verify(3, count * count);

    assertThat(count).isGreaterThan(1);
    assertThat(found.of(Kind.DIFFERENT).keys())
        .isEqualTo(
            IntStream.range(0, count * count)
                .filter(pair -> pair / count != pair % count)
                .mapToObj(KeyValue::of)
                .toList());
    assertThat(found.differences()).isEqualTo(found.of(Kind.DIFFERENT).count());
  }

  /** As many rows as there are pairs of values. */
  private static String insert(Type type, IntUnaryOperator place) {
    int count = type.values.size();
    return IntStream.range(0, count * count)
        .mapToObj(pair -> "(%d, %s)".formatted(pair, type.values.get(place.applyAsInt(pair))))
        .collect(
            Collectors.joining(", ", "insert into things (id, " + type.column + ") values ", ""));
  }
}
