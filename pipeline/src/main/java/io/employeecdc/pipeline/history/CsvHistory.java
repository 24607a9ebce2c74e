package io.employeecdc.pipeline.history;

import io.employeecdc.pipeline.history.HistoryChange.Kind;
import io.employeecdc.pipeline.history.HistoryChange.Row;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
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
  private static final List<String> HEADER =
      List.of("changed_on", "action", "emp_id", "first_name", "last_name", "dob", "city", "salary");

  private final Path file;

  public CsvHistory(Path file) {
    this.file = file;
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
      if (!records.getHeaderNames().equals(HEADER)) {
        records.close();
        throw bad(1, "the header is not " + String.join(",", HEADER));
      }
      return records.stream()
          .peek(line -> text.begin())
          .map(this::change)
          .onClose(() -> close(records));
    } catch (IllegalArgumentException e) {
      // Names that are there twice.
      throw bad(1, "the header is not " + String.join(",", HEADER));
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
      throw bad(line, "it has %d fields, not %d".formatted(line.size(), HEADER.size()));
    }
    Kind kind = kind(line);
    int employeeId = number(line, "emp_id");
    Row row =
        kind == Kind.DELETE
            ? null
            : new Row(
                text(line, "first_name"),
                text(line, "last_name"),
                date(line),
                text(line, "city"),
                text(line, "salary") == null ? null : number(line, "salary"));
    return new HistoryChange(kind, employeeId, row);
  }

  private Kind kind(CSVRecord line) {
    return switch (line.get("action")) {
      case "INSERT" -> Kind.INSERT;
      case "UPDATE" -> Kind.UPDATE;
      case "DELETE" -> Kind.DELETE;
      default -> throw bad(line, "action is not INSERT, UPDATE or DELETE");
    };
  }

  private int number(CSVRecord line, String column) {
    try {
      return Integer.parseInt(line.get(column));
    } catch (NumberFormatException e) {
      throw bad(line, column + " is not a whole number");
    }
  }

  private LocalDate date(CSVRecord line) {
    String text = text(line, "dob");
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw bad(line, "dob is not a date such as 1985-02-28");
    }
  }

  private static String text(CSVRecord line, String column) {
    String text = line.get(column);
    return text.isEmpty() ? null : text;
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
