package io.employeecdc.pipeline.deadletters;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where a record is in its topic. */
record Place(int partition, long offset) implements Comparable<Place> {
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

  /** Reads {@code 0:12} from the command line. */
  static final class Converter implements ITypeConverter<Place> {
    @Override
    public Place convert(String text) {
      if (!text.matches("\\d{1,9}:\\d{1,18}")) {
        throw new TypeConversionException("'" + text + "' is not PARTITION:OFFSET such as 0:12");
      }
      int colon = text.indexOf(':');
      return new Place(
          Integer.parseInt(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    }
  }
}
