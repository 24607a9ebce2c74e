package io.employeecdc.operations.deadletters;

import io.employeecdc.runtime.options.OptionReader;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a record is in its topic; or some that follow each other, up to {@code last}. */
record Place(int partition, long offset, long last) implements Comparable<Place> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,18})(?:-(\\d{1,18}))?");

  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::partition).thenComparingLong(Place::offset);

  Place(int partition, long offset) {
    this(partition, offset, offset);
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return partition + ":" + offset + (last == offset ? "" : "-" + last);
  }

  static Place read(OptionReader options, String text) {
    Place place = read(options, "PARTITION:OFFSET", text, "two numbers such as 0:12");
    if (place.last > place.offset) {
      options.complain("PARTITION:OFFSET", "not one offset");
    }
    return place;
  }

  static Place readSome(OptionReader options, String text) {
    return read(options, "PARTITION:OFFSET[-OFFSET]", text, "numbers such as 0:12 or 0:12-14");
  }

  private static Place read(OptionReader options, String label, String text, String allowed) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      long first = Long.parseLong(form.group(2));
      long last = form.group(3) == null ? first : Long.parseLong(form.group(3));
      if (last >= first) {
        return new Place(Integer.parseInt(form.group(1)), first, last);
      }
    }
    options.complain(label, "not " + allowed);
    return new Place(0, 0);
  }
}
