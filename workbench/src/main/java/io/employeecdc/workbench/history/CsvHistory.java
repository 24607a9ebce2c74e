package io.employeecdc.workbench.history;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.workbench.history.HistoryChange.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;

/**
 * A change history in a CSV file, in the order in which the changes happened; gzip if the name ends
 * in {@code .gz}. An empty field is null; columns that the file does not have are left alone.
 */
public final class CsvHistory {
  private final Path file;
  private final CapturedTable table;
  private final List<String> header;
  private final List<Column> columns;

  /**
   * Reads its first line.
   *
   * @param table of which the file has the key and some columns
   * @throws CdcException with exit code 7 if it has no such header
   */
  public CsvHistory(Path file, CapturedTable table) {
    this.file = file;
    this.table = table;
    try (CSVParser records = parser(reader())) {
      this.header = records.getHeaderNames();
    } catch (IllegalArgumentException e) {
      // Names that are there twice.
      throw badHeader();
    } catch (IOException e) {
      throw unreadable(e);
    }
    List<String> first = Stream.concat(Stream.of("changed_on", "action"), names(key())).toList();
    int known = Math.min(first.size(), header.size());
    if (!header.subList(0, known).equals(first)
        || !names(table.columns()).toList().containsAll(header.subList(known, header.size()))) {
      throw badHeader();
    }
    this.columns = table.columns().stream().filter(c -> header.contains(c.name())).toList();
  }

  /** The columns that it has beside the key. */
  public List<Column> columns() {
    return columns;
  }

  private List<Column> key() {
    return table.key().columns();
  }

  private static Stream<String> names(List<Column> columns) {
    return columns.stream().map(Column::name);
  }

  private static CSVParser parser(Reader text) throws IOException {
    return CSVFormat.DEFAULT
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        // As PostgreSQL's COPY: nothing is null, two quotes are a text without characters.
        .setNullString("")
        .setQuoteMode(QuoteMode.ALL_NON_NULL)
        .setAllowMissingColumnNames(true) // Found in the header, like any other wrong name.
        .get()
        .parse(text);
  }

  private CdcException badHeader() {
    return bad(
        1,
        "the header is not changed_on,action,%s and columns of %s"
            .formatted(
                names(key()).collect(Collectors.joining(",")),
                names(table.columns()).collect(Collectors.joining(","))));
  }

  private CdcException unreadable(IOException e) {
    return new CdcException(ExitCode.DATA, "'" + file + "' cannot be read: " + e.getMessage(), e);
  }

  /**
   * The changes, read as they are asked for; close the stream.
   *
   * @throws CdcException with exit code 7 that names the line, when one cannot be read
   */
  public Stream<HistoryChange> changes() {
    try {
      CSVParser records = parser(reader());
      return records.stream().map(this::change).onClose(() -> close(records));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Reads the whole file once, so that a bad line is known before anything starts. */
  public long validate() {
    try (Stream<HistoryChange> changes = changes()) {
      return changes.count();
    } catch (UncheckedIOException e) {
      throw unreadable(e.getCause());
    }
  }

  private Reader reader() throws IOException {
    InputStream bytes = Files.newInputStream(file);
    InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    return new InputStreamReader(text, StandardCharsets.UTF_8);
  }

  private HistoryChange change(CSVRecord line) {
    // Header names map to columns, so one column too few or too many is found here.
    if (!line.isConsistent()) {
      throw bad(line, "it has %d fields, not %d".formatted(line.size(), header.size()));
    }
    Kind kind = kind(line);
    Map<String, String> values = new HashMap<>();
    List<Column> written = new ArrayList<>(key());
    written.addAll(kind == Kind.DELETE ? List.of() : columns);
    for (Column column : written) {
      String text = line.get(column.name());
      if (text != null || key().contains(column)) {
        values.put(column.name(), valid(line, column, Objects.requireNonNullElse(text, "")));
      }
    }
    return new HistoryChange(kind, values);
  }

  private Kind kind(CSVRecord line) {
    return switch (Objects.requireNonNullElse(line.get("action"), "")) {
      case "INSERT" -> Kind.INSERT;
      case "UPDATE" -> {
        if (columns.isEmpty()) {
          throw bad(line, "an UPDATE needs a column beside the key");
        }
        yield Kind.UPDATE;
      }
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
