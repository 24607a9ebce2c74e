package io.employeecdc.pipeline.deadletters;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Some offsets of a partition, with the last. */
record OffsetRange(int partition, long first, long last) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,18})(?:-(\\d{1,18}))?");

  @Override
  public String toString() {
    return partition + ":" + first + (first == last ? "" : "-" + last);
  }

  /** Reads {@code 0:12} or {@code 0:12-14} from the command line. */
  static final class Converter implements ITypeConverter<OffsetRange> {
    @Override
    public OffsetRange convert(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is not PARTITION:OFFSET or PARTITION:OFFSET-OFFSET such as 0:12-14");
      }
      long first = Long.parseLong(form.group(2));
      long last = form.group(3) == null ? first : Long.parseLong(form.group(3));
      if (last < first) {
        throw new TypeConversionException("'" + text + "' ends before it begins");
      }
      return new OffsetRange(Integer.parseInt(form.group(1)), first, last);
    }
  }
}
