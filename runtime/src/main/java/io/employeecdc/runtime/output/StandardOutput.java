package io.employeecdc.runtime.output;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Standard output as the process has it. What cannot be written ends the command at once, also
 * through writers that would keep an {@code IOException} to themselves: a result that is lost is
 * not done, and a screen that nobody looks at need not be drawn.
 */
public final class StandardOutput extends OutputStream {
  private final OutputStream stream = new FileOutputStream(FileDescriptor.out);

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      stream.write(bytes, offset, length);
    } catch (IOException e) {
      throw isReaderGone(e) ? new ReaderGoneException(e) : failure(e);
    }
  }

  private static CdcException failure(IOException e) {
    return new CdcException(
        ExitCode.CONFIGURATION,
        "the result cannot be written to standard output: "
            + e.getMessage()
            + "; check where it goes to",
        e);
  }

  /** The system's message is in its language, so where Linux says what it is, that counts too. */
  private static boolean isReaderGone(IOException e) {
    if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe")) {
      return true;
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }
}
