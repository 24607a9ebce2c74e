package io.employeecdc.contract.type;

import java.nio.ByteBuffer;
import java.time.DateTimeException;

/**
 * A date as days since 1970-01-01. PostgreSQL's infinities stay the extremes of an int, beyond
 * every date that a table can hold.
 */
public final class DateType extends ColumnType {
  /** The days that PostgreSQL can tell, since 1970. */
  private static final int FIRST_DAY = -2_440_588;

  private static final int LAST_DAY = 2_145_042_905;

  DateType() {
    super("date", "int4", Integer.class);
  }

  @Override
  public boolean canSay(PostgresType found, PostgresType declared) {
    return found.is("date");
  }

  @Override
  public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
    out.number(days(row.getInt(at)));
  }

  @Override
  public Object decode(ByteBuffer row, int at, int length) {
    return days(row.getInt(at));
  }

  private static int days(int days) {
    return isInfinite(days) ? days : days + Calendar.EPOCH_DAYS;
  }

  @Override
  public boolean isKey() {
    return true;
  }

  @Override
  public Object sent(Object value) {
    return value;
  }

  @Override
  public String received(String element) {
    return ("case %1$s when 2147483647 then 'infinity'::date when -2147483648 then '-infinity'::date"
            + " else date '1970-01-01' + %1$s end")
        .formatted(element);
  }

  @Override
  public boolean canBeSent(Object value) {
    int day = (Integer) value;
    return (day >= FIRST_DAY && day <= LAST_DAY) || isInfinite(day);
  }

  private static boolean isInfinite(int day) {
    return day == Integer.MAX_VALUE || day == Integer.MIN_VALUE;
  }

  @Override
  public String text(Object value) {
    return Calendar.date((Integer) value);
  }

  @Override
  public Object parse(String text) {
    try {
      return switch (text) {
        case Calendar.INFINITY -> Integer.MAX_VALUE;
        case "-" + Calendar.INFINITY -> Integer.MIN_VALUE;
        default -> Math.toIntExact(Calendar.date(text).toEpochDay());
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("a date such as 1985-02-28", e);
    }
  }
}
