package io.employeecdc.runtime.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which version this program is; Maven writes it into a file beside this class. */
public final class BuildVersion {
  private static final String TEXT = load();

  private BuildVersion() {}

  public static String text() {
    return TEXT;
  }

  private static String load() {
    try (InputStream file = BuildVersion.class.getResourceAsStream("version")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
