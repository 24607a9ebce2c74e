package io.employeecdc.contract.type;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A point in time, or a date and time of nowhere, in milli- or microseconds since 1970. Nothing
 * here knows a time zone: PostgreSQL's binary form is UTC, and texts name it.
 *
 * <p>PostgreSQL's infinities stay the extremes of a long. It counts from 2000, so its last thirty
 * years (from 294247 on) are beyond microseconds in a long that counts from 1970: the capture table
 * refuses them.
 */
public final class TimestampType extends ColumnType {
  private static final long EPOCH_MICROS = Calendar.EPOCH_DAYS * Calendar.DAY_MICROS;

  /** PostgreSQL's first, in microseconds since 2000. */
  private static final long FIRST = -211_813_488_000_000_000L;

  private final int unit;
  private final boolean zoned;

  /** The first year that cannot be told. */
  private final int endYear;

  /**
   * @param unit microseconds in one of Avro's units
   * @param zoned whether it is a point in time
   */
  TimestampType(int unit, boolean zoned) {
    super((zoned ? "timestamptz" : "timestamp") + (unit == 1 ? "" : "(3)"), "text", String.class);
    this.unit = unit;
    this.zoned = zoned;
    this.endYear = unit == 1 ? 294_247 : 294_277;
  }

  @Override
  public boolean canSay(PostgresType found, PostgresType declared) {
    return found.is(name()) && found.modifier(6) <= (unit == 1 ? 6 : 3);
  }

  @Override
  public boolean canBeHeld(PostgresType found, PostgresType declared) {
    return found.is(name()) && found.modifier(6) >= (unit == 1 ? 6 : 3);
  }

  private String name() {
    return zoned ? "timestamp with time zone" : "timestamp without time zone";
  }

  @Override
  Optional<String> elementCheck(String array) {
    return unit == 1
        ? Optional.of(
            "'%d-01-01 00:00%s' > all (array_remove(%s, 'infinity'))"
                .formatted(endYear, zoned ? Calendar.UTC : "", array))
        : Optional.empty();
  }

  @Override
  public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
    out.number(avro(row.getLong(at)));
  }

  /** Avro's value of PostgreSQL's microseconds since 2000. */
  private long avro(long micros) {
    if (isInfinite(micros)) {
      return micros;
    }
    return unit == 1 ? micros + EPOCH_MICROS : Math.floorDiv(micros, unit) + EPOCH_MICROS / unit;
  }

  private long postgres(long value) {
    return isInfinite(value) ? value : (value - EPOCH_MICROS / unit) * unit;
  }

  private static boolean isInfinite(long value) {
    return value == Long.MAX_VALUE || value == Long.MIN_VALUE;
  }

  @Override
  public boolean canBeSent(Object value) {
    long units = (Long) value;
    long end = LocalDate.of(endYear, 1, 1).toEpochDay() * (Calendar.DAY_MICROS / unit);
    return isInfinite(units) || (units >= avro(FIRST) && units < end);
  }

  @Override
  public String digest(String column) {
    return zoned ? "(%s at time zone 'UTC')::text".formatted(column) : column + "::text";
  }

  @Override
  public String text(Object value) {
    long micros = postgres((Long) value);
    if (isInfinite(micros)) {
      return micros > 0 ? Calendar.INFINITY : "-" + Calendar.INFINITY;
    }
    LocalDate date =
        LocalDate.ofEpochDay(Math.floorDiv(micros, Calendar.DAY_MICROS) + Calendar.EPOCH_DAYS);
    return Calendar.timestamp(date, Math.floorMod(micros, Calendar.DAY_MICROS), zoned);
  }

  @Override
  public Object parse(String text) {
    try {
      return switch (text) {
        case Calendar.INFINITY -> Long.MAX_VALUE;
        case "-" + Calendar.INFINITY -> Long.MIN_VALUE;
        default -> avro(micros(text));
      };
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          zoned
              ? "a time such as 2026-02-28 23:59:59.123456+00"
              : "a time such as 2026-02-28 23:59:59.123456",
          e);
    }
  }

  private long micros(String text) {
    String era = text.endsWith(Calendar.BEFORE_CHRIST) ? Calendar.BEFORE_CHRIST : "";
    String rest = text.substring(0, text.length() - era.length());
    if (zoned != rest.endsWith(Calendar.UTC)) {
      throw new DateTimeException("no time zone");
    }
    String[] parts =
        rest.substring(0, rest.length() - (zoned ? Calendar.UTC.length() : 0)).split(" ", 2);
    if (parts.length != 2) {
      throw new DateTimeException("no time");
    }
    long days = Calendar.date(parts[0] + era).toEpochDay() - Calendar.EPOCH_DAYS;
    return days * Calendar.DAY_MICROS + Calendar.micros(parts[1]);
  }
}
