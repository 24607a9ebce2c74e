package io.employeecdc.schematools.report;

import io.employeecdc.schemacheck.Mode;
import io.employeecdc.schemacheck.Rules;
import io.employeecdc.schemacheck.SchemaCheck;
import io.employeecdc.schemacheck.Version;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A schemas folder out of {@code schema-history}.
 *
 * @param earlier oldest first
 */
record History(Version candidate, List<Version> earlier) {
  static final LocalDate DATE = LocalDate.of(2026, 11, 22);

  static Path folder(String name) {
    try {
      return Path.of(History.class.getResource("/schema-history/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static History of(String name) {
    Path released = folder(name).resolve("src/main/resources/released/EmployeeCDC");
    List<Version> earlier = new ArrayList<>();
    for (int number = 1; Files.exists(released.resolve("v" + number + ".avsc")); number++) {
      earlier.add(version(number, released.resolve("v" + number + ".avsc")));
    }
    Path working = folder(name).resolve("src/main/avro/EmployeeCDC.avsc");
    return new History(version(earlier.size() + 1, working), earlier);
  }

  /** Versions from texts; the last is the candidate. */
  static History ofTexts(String... schemas) {
    List<Version> versions = new ArrayList<>();
    for (String schema : schemas) {
      int number = versions.size() + 1;
      versions.add(new Version(SchemaFile.parse("v" + number, schema), "version " + number));
    }
    int last = versions.size() - 1;
    return new History(versions.get(last), versions.subList(0, last));
  }

  private static Version version(int number, Path file) {
    try {
      String text = Files.readString(file);
      return new Version(
          SchemaFile.parse(file.getFileName().toString(), text), "version " + number);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SchemaReport report() {
    return report(Mode.FULL_TRANSITIVE);
  }

  SchemaReport report(Mode mode) {
    return SchemaReport.of(SchemaCheck.run(candidate, earlier, mode, Rules.ALL));
  }
}
