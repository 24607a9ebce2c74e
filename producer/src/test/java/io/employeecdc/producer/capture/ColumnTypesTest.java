package io.employeecdc.producer.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.contract.type.ColumnType;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The values of {@code EverythingCDC}, which has a column of every type: through the trigger, COPY
 * and Avro, as an element of an array into another table, as text and back. Source, target and this
 * JVM have time zones of their own, and other settings of what texts look like.
 */
@Tag("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ColumnTypesTest {
  private static final String SOURCE =
      "set timezone = 'Asia/Kathmandu'; set datestyle = 'ISO, DMY'; set extra_float_digits = 0;"
          + " set bytea_output = 'escape'";

  private static final String TARGET =
      "set timezone = 'America/St_Johns'; set extra_float_digits = -3";

  private final Map<Integer, IndexedRecord> rows = new HashMap<>();
  private final Map<Column, List<Integer>> ids = new HashMap<>();
  private RowVersions versions;
  private CapturedTable table;
  private Connection source;
  private Connection target;
  private TimeZone zone;

  @BeforeAll
  void capture() throws Exception {
    zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
    Contract contract = Contract.named("EverythingCDC").orElseThrow();
    versions = contract.versions();
    table = contract.table();
    source = open("every_type_source", SOURCE);
    target = open("every_type_target", TARGET);
    Flyway.configure()
        .dataSource(url("every_type_source"), server().user(), server().password())
        .locations("classpath:db/source")
        .placeholders(contract.sql().placeholders())
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
    insertAll();
    encodeAll();
    send();
  }

  @AfterAll
  void close() throws SQLException {
    TimeZone.setDefault(zone);
    source.close();
    target.close();
  }

  @TestFactory
  Stream<DynamicTest> every_value_arrives_equal() {
    return table.columns().stream()
        .map(column -> DynamicTest.dynamicTest(column.name(), () -> arrived(column)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a_numeric     | NaN
          a_timestamptz | 294247-01-10 04:00:54.775807+00
          order         | 294276-12-31 00:00:00
          ints          | {{1},{2}}
          ints          | [0:0]={1}
          numerics      | {0,NaN}
          timestamps    | {infinity,294247-01-01 00:00:00+00}
          """)
  void what_the_contract_cannot_say_is_refused_where_it_is_written(String name, String value)
      throws SQLException {
    Column column = table.column(name);
    try (Statement insert = source.createStatement()) {
      assertThatThrownBy(
              () ->
                  insert.execute(
                      "insert into everything (id, %s) values (0, '%s')"
                          .formatted(column.sql(), value)))
          .hasMessageContaining("\"everything_cdc\" violates check constraint \"fits_" + name);
    }
  }

  /** The capture table checks it too, by the symbols of whose set-up was the last. */
  @Test
  void what_is_no_symbol_is_refused_by_its_column_and_not_written_as_another_value()
      throws SQLException {
    try (Connection other =
            DriverManager.getConnection(
                url("every_type_source"), server().user(), server().password());
        Statement insert = source.createStatement()) {
      insert.execute("alter table everything_cdc drop constraint fits_a_status");
      insert.execute(
          "insert into everything_cdc (action_id, action, id, a_status) overriding system value"
              + " values (-5, 'INSERT', 17, 'LOST')");
      assertThatThrownBy(() -> encode(other, "action_id = -5"))
          .isInstanceOfSatisfying(
              CdcException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNWRITABLE_VALUE))
          .hasMessageContaining("written to a_status of everything is no symbol of")
          .hasMessageContaining("where id is 17;")
          .hasMessageContaining("delete from everything_cdc where action_id = -5")
          .hasMessageNotContaining("LOST");
      insert.execute("delete from everything_cdc where action_id = -5");
    }
  }

  private void arrived(Column column) throws SQLException {
    assertThat(ids.get(column)).as("values of %s", column).isNotEmpty();
    Map<Integer, String> there = digests(source, column);
    assertThat(digests(target, column)).isEqualTo(there);
    assertThat(new HashSet<>(there.values())).as("digests").hasSameSizeAs(ids.get(column));
    ColumnType type = column.type();
    for (int id : ids.get(column)) {
      Object value = column.valueIn(rows.get(id));
      assertThat(type.canBeSent(value)).as("row %d", id).isTrue();
      assertThat(type.text(type.parse(type.text(value)))).isEqualTo(type.text(value));
    }
    try (Statement asked = source.createStatement();
        ResultSet fits = asked.executeQuery(texts(column))) {
      while (fits.next()) {
        assertThat(fits.getBoolean(2)).as("text of row %d", fits.getInt(1)).isTrue();
      }
    }
  }

  /** Whether the text of each value is one that PostgreSQL reads as the value that was there. */
  private String texts(Column column) {
    List<String> all = new ArrayList<>();
    for (int id : ids.get(column)) {
      String text = column.type().text(column.valueIn(rows.get(id)));
      String read = "('%s')::%s".formatted(text.replace("'", "''"), column.declaredType());
      all.add(
          "select id, %s = %s from everything where id = %d"
              .formatted(
                  column.type().digest(column.sql()), column.type().digest("(" + read + ")"), id));
    }
    return String.join(" union all ", all);
  }

  private Map<Integer, String> digests(Connection side, Column column) throws SQLException {
    Map<Integer, String> digests = new HashMap<>();
    try (Statement asked = side.createStatement()) {
      ResultSet found =
          asked.executeQuery(
              "select id, %s from everything where %s is not null"
                  .formatted(column.type().digest(column.sql()), column.sql()));
      while (found.next()) {
        digests.put(found.getInt(1), found.getString(2));
      }
    }
    return digests;
  }

  private void insertAll() throws IOException, SQLException {
    int id = 0;
    try (Statement insert = source.createStatement()) {
      for (String line : values().lines().filter(l -> !l.startsWith("#")).toList()) {
        String[] parts = line.split(" \\| ", -1);
        Column column = table.column(parts[0]);
        for (String literal : Arrays.asList(parts).subList(1, parts.length)) {
          insert.execute(
              "insert into everything (id, %s) values (%d, %s)"
                  .formatted(column.sql(), ++id, literal));
          ids.computeIfAbsent(column, first -> new ArrayList<>()).add(id);
        }
      }
    }
  }

  private ChangeBatch encode(Connection connection, String rows) throws SQLException {
    RowEncoders encoders = new RowEncoders(versions, version -> 7);
    ChangeBatch batch = new ChangeBatch(1000);
    CopyOut copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(
                "copy (select %s from everything_cdc where %s order by action_id) to stdout (format binary)"
                    .formatted(encoders.columns(), rows));
    boolean first = true;
    for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
      assertThat(encoders.encode(row, first, batch)).isTrue();
      first = false;
    }
    return batch;
  }

  private void encodeAll() throws SQLException, IOException {
    ChangeBatch batch = encode(source, "true");
    GenericDatumReader<IndexedRecord> reader = new GenericDatumReader<>(table.contract());
    for (int i = 0; i < batch.records(); i++) {
      BinaryDecoder decoder =
          DecoderFactory.get()
              .binaryDecoder(
                  batch.value(i),
                  WireFormat.HEADER_LENGTH,
                  batch.value(i).length - WireFormat.HEADER_LENGTH,
                  null);
      IndexedRecord envelope = reader.read(null, decoder);
      assertThat(decoder.isEnd()).isTrue();
      assertThat(table.key().matches(batch.key(i), table.key().in(envelope))).isTrue();
      rows.put((Integer) table.key().in(envelope).get(0), table.rowIn(envelope));
    }
  }

  /** As the consumer does it: arrays of all columns, one of a column. */
  private void send() throws SQLException {
    List<Integer> all = rows.keySet().stream().sorted().toList();
    List<Column> columns = table.columns();
    StringBuilder insert = new StringBuilder("insert into everything select id");
    columns.forEach(
        c -> insert.append(", (%s)::%s".formatted(c.type().received("r." + c.sql()), bare(c))));
    insert
        .append(" from unnest(?")
        .append(", ?".repeat(columns.size()))
        .append(") as r (id, ")
        .append(Column.join(columns, "%1$s", ", "))
        .append(")");
    try (PreparedStatement statement = target.prepareStatement(insert.toString())) {
      statement.setArray(1, target.createArrayOf("int4", all.toArray(Integer[]::new)));
      for (int c = 0; c < columns.size(); c++) {
        ColumnType type = columns.get(c).type();
        Object[] values = type.sentArray(all.size());
        for (int i = 0; i < values.length; i++) {
          Object value = columns.get(c).valueIn(rows.get(all.get(i)));
          values[i] = value == null ? null : type.sent(value);
        }
        statement.setArray(c + 2, target.createArrayOf(type.sentType(), values));
      }
      assertThat(statement.executeUpdate()).isEqualTo(all.size());
    }
  }

  private static String bare(Column column) {
    return column.declaredType().replaceFirst("\\(.*\\)$", "").replaceFirst("^char$", "bpchar");
  }

  private static Postgres server() {
    return TestStack.shared().source();
  }

  private static String url(String database) {
    return server().jdbcUrl(database);
  }

  /** A database with the user's table, its columns declared as the contract declares them. */
  private Connection open(String database, String session) throws SQLException {
    server().createDatabase(database);
    Connection connection =
        DriverManager.getConnection(url(database), server().user(), server().password());
    try (Statement statement = connection.createStatement()) {
      statement.execute(session);
      statement.execute("create extension citext");
      statement.execute("create type mood as enum ('happy', 'so so')");
      statement.execute("create type status as enum ('OPEN', 'CLOSED')");
      statement.execute(new TableSql(table).of("create table ${table} (${definition})"));
    }
    return connection;
  }

  private static String values() throws IOException {
    try (InputStream file =
        ColumnTypesTest.class.getResourceAsStream("/released/EverythingCDC/values.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
