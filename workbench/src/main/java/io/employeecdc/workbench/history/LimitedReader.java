package io.employeecdc.workbench.history;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Refuses a record without an end, which a small compressed file may hold. */
final class LimitedReader extends FilterReader {
  private static final int LONGEST = 1024 * 1024;

  private int read;

  LimitedReader(Reader text) {
    super(text);
  }

  void begin() {
    read = 0;
  }

  @Override
  public int read() throws IOException {
    int character = super.read();
    count(1);
    return character;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    count(count);
    return count;
  }

  private void count(int more) throws IOException {
    read += Math.max(0, more);
    if (read > LONGEST) {
      throw new IOException("a record is longer than " + LONGEST + " characters");
    }
  }
}
