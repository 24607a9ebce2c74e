package io.employeecdc.schemacheck.avsc;

import java.util.Comparator;

/**
 * A place in a text.
 *
 * @param file as messages call it
 * @param line from 1
 * @param column from 1, in UTF-16 units
 */
public record TextPosition(String file, int line, int column) implements Comparable<TextPosition> {
  private static final Comparator<TextPosition> ORDER =
      Comparator.comparing(TextPosition::file)
          .thenComparingInt(TextPosition::line)
          .thenComparingInt(TextPosition::column);

  /** In the form that editors and terminals jump to. */
  public String shown() {
    return file + ":" + line + ":" + column;
  }

  public static TextPosition startOf(String file) {
    return new TextPosition(file, 1, 1);
  }

  @Override
  public int compareTo(TextPosition other) {
    return ORDER.compare(this, other);
  }
}
