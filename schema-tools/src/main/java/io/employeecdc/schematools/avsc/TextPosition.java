package io.employeecdc.schematools.avsc;

/**
 * A place in a text.
 *
 * @param line from 1
 * @param column from 1, in UTF-16 units
 */
public record TextPosition(int line, int column) implements Comparable<TextPosition> {
  static final TextPosition START = new TextPosition(1, 1);

  @Override
  public int compareTo(TextPosition other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }
}
