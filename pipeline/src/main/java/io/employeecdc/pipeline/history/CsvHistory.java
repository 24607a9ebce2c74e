package io.employeecdc.pipeline.history;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.pipeline.history.HistoryChange.Kind;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A change history in a CSV file, in the order in which the changes happened; gzip if the name ends
 * in {@code .gz}. An empty field is null.
 */
public final class CsvHistory {
  private final Path file;
  private final CapturedTable table;
  private final List<String> header;

  /** Of a table, whose columns are those of the file. */
  public CsvHistory(Path file, CapturedTable table) {
    this.file = file;
    this.table = table;
    this.header =
        Stream.concat(Stream.of("changed_on", "action"), table.all().stream().map(Column::name))
            .toList();
  }

  /**
   * The changes, read as they are asked for; close the stream.
   *
   * @throws CdcException with exit code 7 that names the line, when one cannot be read
   */
  public Stream<HistoryChange> changes() {
    try {
      LimitedReader text = reader();
      CSVParser records =
          CSVFormat.DEFAULT
              .builder()
              .setHeader()
              .setSkipHeaderRecord(true)
              .setAllowMissingColumnNames(true) // Found below, like any other wrong name.
              .get()
              .parse(text);
      if (!records.getHeaderNames().equals(header)) {
        records.close();
        throw bad(1, "the header is not " + String.join(",", header));
      }
      return records.stream()
          .peek(line -> text.begin())
          .map(this::change)
          .onClose(() -> close(records));
    } catch (IllegalArgumentException e) {
      // Names that are there twice.
      throw bad(1, "the header is not " + String.join(",", header));
    } catch (IOException e) {
      throw new CdcException(ExitCode.DATA, "'" + file + "' cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the whole file once, so that a bad line is known before anything starts.
   *
   * @return the number of changes
   */
  public long validate() {
    try (Stream<HistoryChange> changes = changes()) {
      return changes.count();
    } catch (UncheckedIOException e) {
      throw new CdcException(ExitCode.DATA, "'" + file + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private LimitedReader reader() throws IOException {
    InputStream bytes = Files.newInputStream(file);
    InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    return new LimitedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
  }

  private HistoryChange change(CSVRecord line) {
    // Header names map to columns, so one column too few or too many is found here.
    if (!line.isConsistent()) {
      throw bad(line, "it has %d fields, not %d".formatted(line.size(), header.size()));
    }
    Kind kind = kind(line);
    List<Column> keys = table.key().columns();
    Map<String, String> values = new HashMap<>();
    for (Column column : kind == Kind.DELETE ? keys : table.all()) {
      String text = line.get(column.name());
      if (!text.isEmpty() || keys.contains(column)) {
        values.put(column.name(), valid(line, column, text));
      }
    }
    return new HistoryChange(kind, values);
  }

  private Kind kind(CSVRecord line) {
    return switch (line.get("action")) {
      case "INSERT" -> Kind.INSERT;
      case "UPDATE" -> Kind.UPDATE;
      case "DELETE" -> Kind.DELETE;
      default -> throw bad(line, "action is not INSERT, UPDATE or DELETE");
    };
  }

  private String valid(CSVRecord line, Column column, String text) {
    try {
      column.type().parse(text);
      return text;
    } catch (IllegalArgumentException e) {
      throw bad(line, column + " is not " + e.getMessage());
    }
  }

  private CdcException bad(CSVRecord line, String what) {
    return bad(line.getRecordNumber() + 1, what);
  }

  private CdcException bad(long line, String what) {
    return new CdcException(ExitCode.DATA, "'%s', line %d: %s".formatted(file, line, what));
  }

  private static void close(CSVParser records) {
    try {
      records.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
