package io.employeecdc.contract.type;

import java.nio.ByteBuffer;
import java.time.DateTimeException;

/** A time of the day, in milli- or microseconds since midnight; 24:00 is one too. */
public final class TimeType extends ColumnType {
  private final int unit;

  /**
   * @param unit microseconds in one of Avro's units
   */
  TimeType(int unit) {
    super(unit == 1 ? "time" : "time(3)", "text", String.class);
    this.unit = unit;
  }

  @Override
  public boolean canSay(PostgresType found, PostgresType declared) {
    return found.is("time without time zone") && found.modifier(6) <= (unit == 1 ? 6 : 3);
  }

  @Override
  public boolean canBeHeld(PostgresType found, PostgresType declared) {
    return found.is("time without time zone") && found.modifier(6) >= (unit == 1 ? 6 : 3);
  }

  @Override
  public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
    out.number(row.getLong(at) / unit);
  }

  @Override
  public boolean canBeSent(Object value) {
    long micros = ((Number) value).longValue() * unit;
    return micros >= 0 && micros <= Calendar.DAY_MICROS;
  }

  @Override
  public String text(Object value) {
    return Calendar.time(((Number) value).longValue() * unit);
  }

  @Override
  public Object parse(String text) {
    try {
      long units = Calendar.micros(text) / unit;
      return unit == 1 ? (Object) units : (Object) (int) units;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("a time such as 23:59:59.123", e);
    }
  }
}
