package io.employeecdc.pipeline.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a command's result goes as JSON.
 *
 * @param replacesText true if standard output is for the JSON alone
 * @param file takes the JSON as well as the text being printed; empty for none
 */
public record JsonOutput(boolean replacesText, Optional<Path> file) {
  /**
   * Controls beyond ASCII's, which Jackson escapes itself, and what changes the direction of text.
   */
  private static final Pattern STEERING =
      Pattern.compile("[\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

  /** True if the JSON goes anywhere. */
  public boolean isWanted() {
    return replacesText || file.isPresent();
  }

  /**
   * Writes the JSON to where it was asked for, if it was.
   *
   * @throws CdcException with exit code 3 if the file cannot be written
   */
  public void write(JsonNode json, PrintWriter out) {
    if (replacesText) {
      out.println(text(json));
      out.flush();
    }
    file.ifPresent(path -> write(json, path));
  }

  /** Indented JSON, in which no character of a text steers a terminal. */
  public static String text(JsonNode json) {
    try {
      String text = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json);
      return STEERING
          .matcher(text)
          .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(JsonNode json, Path path) {
    try {
      Files.writeString(path, text(json) + "\n");
    } catch (IOException e) {
      throw new CdcException(
          ExitCode.CONFIGURATION,
          "cannot write '" + path + "': " + e.getClass().getSimpleName() + "; check --json",
          e);
    }
  }
}
