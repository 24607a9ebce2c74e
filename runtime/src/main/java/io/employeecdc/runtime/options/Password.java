package io.employeecdc.runtime.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A password that may be empty. One in a file is read again by whoever needs it. */
public final class Password implements Supplier<String> {
  private final Path file;
  private volatile String text;

  private Password(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  public static Password of(String text) {
    return new Password(null, text);
  }

  /**
   * The first line of a file.
   *
   * @throws IOException if it cannot be read as text
   */
  public static Password in(Path file) throws IOException {
    return new Password(file, firstLine(file));
  }

  /** As it is now. While the file is away, because somebody writes it anew, as it was. */
  @Override
  public String get() {
    if (file != null) {
      try {
        text = firstLine(file);
      } catch (IOException e) {
        return text;
      }
    }
    return text;
  }

  /** Whether it may be another one later. */
  public boolean mayChange() {
    return file != null;
  }

  @Override
  public String toString() {
    return "a password";
  }

  private static String firstLine(Path file) throws IOException {
    return Files.readString(file).lines().findFirst().orElse("");
  }
}
