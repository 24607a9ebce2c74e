package io.employeecdc.runtime.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.output.ResultFile;
import io.employeecdc.runtime.output.Visible;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a command's result goes as JSON.
 *
 * @param replacesText true if standard output is for the JSON alone
 * @param file takes the JSON as well as the text being printed, for its owner alone; empty for none
 */
public record JsonOutput(boolean replacesText, Optional<Path> file) {
  /** A record's parts are named in snake case; what is not known is null. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(new Jdk8Module())
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .build();

  public boolean isWanted() {
    return replacesText || file.isPresent();
  }

  /**
   * Writes the JSON to where it was asked for, if it was.
   *
   * @param json a node or a record
   * @throws CdcException with exit code 3 if the file cannot be written
   */
  public void write(Object json, PrintWriter out) {
    if (replacesText) {
      print(json, out);
      out.flush();
    }
    file.ifPresent(path -> write(json, path));
  }

  /** Prints the JSON; what a terminal makes visible is the same text to who reads JSON. */
  public static void print(Object json, PrintWriter out) {
    text(json).lines().forEach(out::println);
  }

  /** Indented JSON, in which no character of a text steers a terminal. */
  public static String text(Object json) {
    try {
      return JSON.writerWithDefaultPrettyPrinter()
          .writeValueAsString(json)
          .lines()
          .map(Visible::of)
          .collect(Collectors.joining("\n"));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Object json, Path path) {
    try {
      ResultFile.writePrivate(path, text(json) + "\n");
    } catch (IOException e) {
      throw new CdcException(
          ExitCode.CONFIGURATION,
          "cannot write '" + path + "': " + e.getClass().getSimpleName() + "; check --json",
          e);
    }
  }
}
