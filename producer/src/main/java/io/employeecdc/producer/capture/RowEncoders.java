package io.employeecdc.producer.capture;

import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.logging.Coded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes each captured row as a version of whose columns it has all.
 *
 * <p>A row has the columns of the triggers that captured it, and they may be older than this
 * producer, or newer: set-up makes them anew while another producer runs. What they did not know is
 * null in the row, and to publish that as a value would take away what the target has. So a row is
 * written as our own version if it has all of its columns, else as the newest one before that of
 * which it has all: the consumer then knows what was not said. If there is none, the columns are
 * gone, and only a producer of the triggers' version can go on.
 */
final class RowEncoders {
  private static final Logger LOG = LoggerFactory.getLogger(RowEncoders.class);
  private static final String VERSION = "cdc_version";
  private static final String COLUMNS =
      "select unnest(columns) from ${objects}_columns where version = ?";

  private final RowVersions versions;
  private final TableSql sql;
  private final ToIntFunction<SchemaVersion> ids;
  private final List<String> fields;
  private final String selected;
  private final CopyRow row;
  private final SchemaVersion newest;
  private final RowEncoder own;

  /** By the version that captured the row. */
  private final Map<Integer, RowEncoder> encoders = new HashMap<>();

  private RowEncoder current;
  private int currentVersion;

  /**
   * Encoders of the versions that this producer may write.
   *
   * @param versions of which the newest is to be written
   * @param ids what the registry has for each; of older ones asked when a row needs it
   */
  RowEncoders(RowVersions versions, ToIntFunction<SchemaVersion> ids) {
    this.versions = versions;
    this.sql = new TableSql(versions);
    this.ids = ids;
    List<Column> columns =
        Stream.concat(versions.table().key().columns().stream(), versions.captured().stream())
            .toList();
    this.fields =
        Stream.of(List.of(VERSION), RowEncoder.ENVELOPE, columns.stream().map(Column::sql).toList())
            .flatMap(List::stream)
            .toList();
    this.selected =
        Stream.of(
                Stream.of(VERSION),
                RowEncoder.ENVELOPE.stream(),
                columns.stream().map(column -> column.sql() + "::" + column.type().sqlType()))
            .flatMap(names -> names)
            .collect(Collectors.joining(", "));
    this.row = new CopyRow(fields.size());
    this.newest = versions.newest();
    this.own = encoder(newest);
    this.current = own;
    this.currentVersion = versions.own().number();
    encoders.put(currentVersion, own);
  }

  private RowEncoder encoder(SchemaVersion version) {
    return new RowEncoder(version.schema(), ids.applyAsInt(version), row, fields);
  }

  /**
   * What a row of COPY must have, in order; in the contract's types, whatever somebody has made of
   * the capture table's: their bytes would be read as others.
   */
  String columns() {
    return selected;
  }

  /** The id that the registry has for the version that is written where nothing is missing. */
  int schemaId() {
    return own.schemaId();
  }

  /**
   * Adds the row's records to the batch; nothing for what is the end of the data.
   *
   * @param first true for the first row of a COPY, which the file header precedes
   * @return false if {@link #learn} has to be called before
   */
  boolean encode(byte[] copyData, boolean first, ChangeBatch batch) {
    if (!row.begin(copyData, first)) {
      return true;
    }
    int version = row.int32(0);
    if (version != currentVersion) {
      currentVersion = version;
      current = encoders.get(version);
    }
    if (current == null) {
      return false;
    }
    current.encode(batch);
    return true;
  }

  /**
   * Learns which columns the version has that could not be encoded, and so how to write its rows.
   *
   * @throws CdcException with exit code 6 if this producer cannot write them
   */
  void learn(Connection connection) throws SQLException {
    Set<String> captured = new HashSet<>(Query.texts(connection, sql.of(COLUMNS), currentVersion));
    SchemaVersion version = versions.newestOf(captured).orElseThrow(() -> gone(captured));
    current = version.equals(newest) ? own : encoder(version);
    encoders.put(currentVersion, current);
    if (current != own) {
      Coded.warn(
          LOG,
          ErrorCode.COLUMN_GONE,
          "Changes that were captured without {} are published as version {}; the target keeps what it has there, and their rows count as incomplete",
          missing(captured),
          version.number());
    }
  }

  private String missing(Set<String> captured) {
    return versions.own().columns().stream()
        .map(Column::name)
        .filter(name -> !captured.contains(name))
        .collect(Collectors.joining(", "));
  }

  private CdcException gone(Set<String> captured) {
    return new CdcException(
        ErrorCode.COLUMN_GONE,
        captured.isEmpty()
            ? sql.of(
                    "changes in ${capture} are of version %1$d of the contract, for which the source is not set up; run 'cdc setup' of that version, then deploy the producer of version %1$d")
                .formatted(currentVersion)
            : "changes are captured without %s since set-up of version %d of the contract, so version %d cannot be written any more; nothing is lost: deploy the producer of version %2$d, or of one with the same columns"
                .formatted(missing(captured), currentVersion, newest.number()));
  }
}
