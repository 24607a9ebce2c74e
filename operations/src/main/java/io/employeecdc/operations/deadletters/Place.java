package io.employeecdc.operations.deadletters;

import io.employeecdc.runtime.options.OptionReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

record Place(int partition, long offset) implements Comparable<Place> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

  @Override
  public int compareTo(Place other) {
    return partition == other.partition
        ? Long.compare(offset, other.offset)
        : Integer.compare(partition, other.partition);
  }

  @Override
  public String toString() {
    return partition + ":" + offset;
  }

  static Place read(OptionReader options, String text) {
    Matcher place = FORM.matcher(text);
    if (!place.matches()) {
      options.complain("PARTITION:OFFSET", "not two numbers such as 0:12");
      return new Place(0, 0);
    }
    return new Place(Integer.parseInt(place.group(1)), Long.parseLong(place.group(2)));
  }
}
