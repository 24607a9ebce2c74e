package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Key;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableFit;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.producer.backfill.Backfill;
import io.employeecdc.producer.backfill.KeyBackfill;
import io.employeecdc.runtime.database.DataSources;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other tables than {@code employees}, by keys of all types and of two columns. */
@Tag("servers")
class KeyTypesTest {
  private static final int ROWS = 5000;

  private static final String CONTRACT =
      """
      {"type": "record", "name": "ThingCDC", "table": "things", "fields": [
        {"name": "action_id", "type": "long"},
        %s,
        {"name": "action", "type": {"type": "enum", "name": "Action",
          "symbols": ["UNKNOWN", "SNAPSHOT", "INSERT", "UPDATE", "DELETE"]}},
        {"name": "thing", "type": ["null", {"type": "record", "name": "Thing", "fields": [
          {"name": "name", "type": ["null", "string"], "sqlType": "varchar(40)"}]}]},
        {"name": "captured_at", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}
      """;

  private static final String SCANS =
      "select seq_scan from pg_stat_user_tables where relname = 'things'";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          char | {"name": "no", "type": "string", "sqlType": "char(6)"}            | concat('d', g)
          text | {"name": "No", "type": "string"}                                  | concat(E'\\\\"é', g)
          uuid | {"name": "id", "type": {"type": "string", "logicalType": "uuid"}} | lpad(g::text, 32, '0')::uuid
          date | {"name": "day", "type": {"type": "int", "logicalType": "date"}}   | date '0001-01-01' + (g - 10000)
          long | {"name": "id", "type": "long"}                                    | g - 9223372036854775808
          two  | {"name": "id", "type": "int"}, {"name": "from", "type": {"type": "int", "logicalType": "date"}} | g % 100, date '2000-01-01' + g
          """)
  void rows_are_found_by_the_index_of_their_key(String name, String fields, String values)
      throws SQLException {
    Schema contract = new Schema.Parser().parse(CONTRACT.formatted(fields));
    RowVersions versions =
        RowVersions.of(
            new ReleasedVersions(List.of(new SchemaVersion(1, LocalDate.EPOCH, "", contract))));
    CapturedTable table = versions.table();
    Key key = table.key();
    SourceDatabase source = SourceDatabase.empty("key_of_" + name);
    source.migrate(versions);
    source.execute(
        "insert into things select %s from generate_series(1, %d) g".formatted(values, ROWS),
        "analyze things");
    try (HikariDataSource pool = DataSources.pool(source.settings(), 1, null, null)) {
      List<String> some =
          source.query(
              new TableSql(table)
                  .of("select ${key_text} from ${table} t order by ${key} offset 2000 limit 3"));
      List<List<Object>> keys = some.stream().map(key::parse).toList();
      assertThat(keys.stream().map(key::text).map(key::parse)).isEqualTo(keys);
      source.execute("delete from thing_cdc");
      Backfill backfill = new Backfill(pool, versions, 100);
      backfill.request(some.get(0), some.get(2));
      long scans = scans(pool);

      assertThat(backfill.rowsToSend()).isEqualTo(3);
      assertThat(backfill.runUnfinished(sent -> {})).isEqualTo(3);
      KeyBackfill one = new KeyBackfill(pool, versions);
      assertThat(one.send(keys)).isEqualTo(3);
      assertThat(one.delete(keys, Duration.ofSeconds(30))).isZero();

      assertThat(scans(pool)).isEqualTo(scans);
      source.execute("delete from things", "delete from thing_cdc");
      assertThat(one.send(keys)).isZero();
      assertThat(one.delete(keys, Duration.ofSeconds(30))).isEqualTo(3);
      assertThat(
              source.query(
                  new TableSql(table)
                      .of(
                          "select concat(action, ${key_text}) from ${capture} t order by action_id")))
          .isEqualTo(some.stream().map("DELETE"::concat).toList());
    }
  }

  /** A change of such a key would be an update of the row that has it, and the target's stays. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          create collation blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false) | text collate blind | a collation by which
          create domain shout as text | shout | is shout, where keys
          """)
  void a_key_whose_texts_differ_where_it_is_equal_is_refused(String first, String type, String why)
      throws SQLException {
    CapturedTable table =
        CapturedTable.of(
            new Schema.Parser()
                .parse(CONTRACT.formatted("{\"name\": \"id\", \"type\": \"string\"}")));
    SourceDatabase source = SourceDatabase.empty("key_equal_" + type.replace(' ', '_'));
    source.execute(
        first, "create table things (id %s primary key, name varchar(40))".formatted(type));
    try (HikariDataSource pool = DataSources.pool(source.settings(), 1, null, null);
        Connection connection = pool.getConnection()) {
      TableFit.Misfit misfit = onlyMisfit(table, connection);
      assertThat(misfit.what()).contains(why);

      source.execute(misfit.remedy());

      assertThat(new TableFit(table).misfits(connection)).isEmpty();
    }
  }

  private static TableFit.Misfit onlyMisfit(CapturedTable table, Connection connection)
      throws SQLException {
    List<TableFit.Misfit> misfits = new TableFit(table).misfits(connection);
    assertThat(misfits).hasSize(1);
    return misfits.get(0);
  }

  private static long scans(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_stat_force_next_flush()");
      ResultSet scans = statement.executeQuery(SCANS);
      scans.next();
      return scans.getLong(1);
    }
  }
}
