package io.employeecdc.connect;

import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.type.Calendar;
import io.employeecdc.contract.type.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;

/**
 * What Debezium makes of a column's values, turned back into PostgreSQL's text, which the
 * contract's types read. What Debezium cannot say exactly is refused.
 *
 * @param schema of the column's values in the event
 */
record PostgresText(Column column, Schema schema) {
  private static final String DEBEZIUM_TIME = "io.debezium.time.";
  private static final String DEBEZIUM_DATA = "io.debezium.data.";

  /** Debezium's infinities: PostgreSQL's, after it has taken them for ordinary ones. */
  private static final int INFINITE_DAYS = Integer.MAX_VALUE + 10_957;

  private static final long INFINITE_MICROS = 9_223_372_036_825_200_000L;
  private static final long NEGATIVE_INFINITE_MICROS = -9_223_372_036_832_400_000L;

  private static final Pattern CHAR =
      Pattern.compile("_?(bp)?char(acter)?(\\(\\d+\\))?(\\[])?", Pattern.CASE_INSENSITIVE);
  private static final Pattern INET = Pattern.compile("_?inet(\\[])?", Pattern.CASE_INSENSITIVE);

  /**
   * A value as the contract's type has it.
   *
   * @throws IllegalArgumentException that says what it should be
   */
  Object parse(Object value) {
    String text = text(schema, value);
    Object parsed = column.type().parse(text);
    if (isTime() && !column.type().text(parsed).equals(text)) {
      throw new IllegalArgumentException("without a fraction that " + column.type() + " loses");
    }
    return parsed;
  }

  private boolean isTime() {
    Schema one = schema.type() == Schema.Type.ARRAY ? schema.valueSchema() : schema;
    return one.name() != null && one.name().startsWith(DEBEZIUM_TIME);
  }

  private String text(Schema type, Object value) {
    if (value == null) {
      return null;
    }
    if (type.type() == Schema.Type.ARRAY) {
      if (type.valueSchema().type() == Schema.Type.ARRAY) {
        throw unfit("array of arrays");
      }
      return ColumnType.arrayText(
          ((List<?>) value).stream().map(each -> text(type.valueSchema(), each)));
    }
    String name = type.name() == null ? "" : type.name();
    if (name.startsWith(DEBEZIUM_TIME)) {
      return time(name.substring(DEBEZIUM_TIME.length()), value);
    }
    if (name.equals(Decimal.LOGICAL_NAME)) {
      return ((BigDecimal) value).toPlainString();
    }
    if (!name.isEmpty() && !(name.startsWith(DEBEZIUM_DATA) && value instanceof String)) {
      throw unfit(name);
    }
    return plain(type, value);
  }

  private String plain(Schema type, Object value) {
    boolean isText = column.type().sqlType().startsWith("text");
    return switch (type.type()) {
      case STRING -> asCaptured((String) value);
      case BYTES -> "\\x" + HexFormat.of().formatHex(bytes(value));
      case FLOAT32, FLOAT64 -> {
        boolean tooFine = type.type() == Schema.Type.FLOAT64;
        if (tooFine && column.type().sqlType().startsWith("real")) {
          throw unfit("double precision");
        }
        // As a double, since 0.1 as a float and as a double are two numbers.
        yield Double.toString(((Number) value).doubleValue());
      }
      case BOOLEAN, INT8, INT16, INT32, INT64 -> {
        if (isText) {
          throw unfit(type.type().getName());
        }
        yield value.toString();
      }
      default -> throw unfit(type.type().getName());
    };
  }

  private static byte[] bytes(Object value) {
    if (value instanceof byte[] array) {
      return array;
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** As the triggers' cast to text has it: without padding, with the whole address. */
  private String asCaptured(String text) {
    String said =
        schema.parameters() == null
            ? null
            : schema.parameters().get("__debezium.source.column.type");
    String type = said == null ? column.declaredType() : said;
    if (CHAR.matcher(type).matches()) {
      return unpadded(text);
    }
    if (INET.matcher(type).matches() && text.indexOf('/') < 0) {
      return text + (text.indexOf(':') < 0 ? "/32" : "/128");
    }
    return text;
  }

  private static String unpadded(String text) {
    int length = text.length();
    while (length > 0 && text.charAt(length - 1) == ' ') {
      length--;
    }
    return text.substring(0, length);
  }

  private String time(String kind, Object value) {
    if (column.type().sqlType().startsWith("text")) {
      throw unfit(kind);
    }
    try {
      return time(value, kind);
    } catch (ClassCastException | DateTimeException e) {
      throw unfit(kind);
    }
  }

  private String time(Object value, String kind) {
    return switch (kind) {
      case "Date" -> date((Integer) value);
      case "Time" -> Calendar.time((Integer) value * 1000L);
      case "MicroTime" -> Calendar.time((Long) value);
      case "Timestamp" -> timestamp((Long) value, 1000);
      case "MicroTimestamp" -> timestamp((Long) value, 1);
      case "ZonedTimestamp" -> zoned((String) value);
      default -> throw unfit(kind);
    };
  }

  private static String date(int days) {
    return switch (days - INFINITE_DAYS) {
      case 0 -> Calendar.INFINITY;
      case 1 -> "-" + Calendar.INFINITY;
      default -> Calendar.date(days);
    };
  }

  private static String timestamp(long value, int unit) {
    if (value == INFINITE_MICROS / unit) {
      return Calendar.INFINITY;
    }
    if (value == NEGATIVE_INFINITE_MICROS / unit) {
      return "-" + Calendar.INFINITY;
    }
    long perDay = 86_400_000_000L / unit;
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(value, perDay));
    return Calendar.timestamp(date, Math.floorMod(value, perDay) * unit, false);
  }

  private static String zoned(String text) {
    if (text.endsWith(Calendar.INFINITY)) {
      return text;
    }
    LocalDateTime utc =
        OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    return Calendar.timestamp(utc.toLocalDate(), utc.toLocalTime().toNanoOfDay() / 1000, true);
  }

  private IllegalArgumentException unfit(String kind) {
    return new IllegalArgumentException(
        "%s but %s; look at the column's type, and at time.precision.mode (adaptive), decimal.handling.mode (string) and binary.handling.mode (bytes)"
            .formatted(column.type(), kind));
  }
}
