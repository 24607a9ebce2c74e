package io.employeecdc.contract.type;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's dates and times as text: years before 1 are BC, those after 9999 have no sign. */
public final class Calendar {
  /** Days from 1970-01-01, Avro's epoch, to 2000-01-01, PostgreSQL's. */
  static final int EPOCH_DAYS = 10_957;

  static final long DAY_MICROS = 86_400_000_000L;

  /** What stands behind a point in time. */
  static final String UTC = "+00";

  public static final String INFINITY = "infinity";

  static final String BEFORE_CHRIST = " BC";

  private static final Pattern DATE = Pattern.compile("(\\d{4,7})-(\\d\\d)-(\\d\\d)( BC)?");

  private static final Pattern TIME =
      Pattern.compile("(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,6}))?)?");

  private Calendar() {}

  /** A date, or an infinity, by its days since 1970-01-01. */
  public static String date(int days) {
    if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
      return days > 0 ? INFINITY : "-" + INFINITY;
    }
    LocalDate date = LocalDate.ofEpochDay(days);
    return day(date) + era(date);
  }

  /** A day in PostgreSQL's text form without the era. */
  static String day(LocalDate date) {
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    return "%04d-%02d-%02d".formatted(year, date.getMonthValue(), date.getDayOfMonth());
  }

  /** What stands behind a day and its time. */
  static String era(LocalDate date) {
    return date.getYear() > 0 ? "" : BEFORE_CHRIST;
  }

  /**
   * @throws DateTimeException if it is none
   */
  static LocalDate date(String text) {
    Matcher parts = DATE.matcher(text);
    if (!parts.matches()) {
      throw new DateTimeException("no date");
    }
    int year = Integer.parseInt(parts.group(1));
    return LocalDate.of(
        parts.group(4) == null ? year : 1 - year,
        Integer.parseInt(parts.group(2)),
        Integer.parseInt(parts.group(3)));
  }

  /**
   * A point in time, or a date and time of nowhere.
   *
   * @param micros of the day, in microseconds
   * @param zoned whether it is a point in time, and the date and time those of UTC
   */
  public static String timestamp(LocalDate date, long micros, boolean zoned) {
    return "%s %s%s%s".formatted(day(date), time(micros), zoned ? UTC : "", era(date));
  }

  /** A time of the day, which may be its end. */
  public static String time(long micros) {
    long seconds = micros / 1_000_000;
    String whole = "%02d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    long rest = micros % 1_000_000;
    return rest == 0 ? whole : whole + ".%06d".formatted(rest);
  }

  /**
   * Microseconds since midnight.
   *
   * @throws DateTimeException if the text is no time of a day
   */
  static long micros(String text) {
    Matcher parts = TIME.matcher(text);
    if (!parts.matches()) {
      throw new DateTimeException("no time");
    }
    String fraction = parts.group(4) == null ? "" : parts.group(4);
    int minutes = Integer.parseInt(parts.group(2));
    int seconds = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    long micros =
        ((Integer.parseInt(parts.group(1)) * 60L + minutes) * 60 + seconds) * 1_000_000
            + Integer.parseInt(fraction + "0".repeat(6 - fraction.length()));
    if (minutes > 59 || seconds > 59 || micros > DAY_MICROS) {
      throw new DateTimeException("no time");
    }
    return micros;
  }
}
