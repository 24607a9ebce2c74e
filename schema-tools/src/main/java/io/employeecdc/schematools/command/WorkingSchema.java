package io.employeecdc.schematools.command;

import io.employeecdc.contract.release.Release;
import io.employeecdc.contract.release.ReleaseStep;
import io.employeecdc.contract.release.ReleasedFiles;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.schematools.check.Version;
import io.employeecdc.schematools.registration.SchemaContent;
import io.employeecdc.schematools.text.ShownPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/** A schema that is being worked on and was found to break nothing. */
record WorkingSchema(Path file, Comparison comparison, Path released) {
  /** Makes sure that nothing can be wrong once files are written. */
  void requireReleasable(LocalDate date) {
    String name = SchemaFolder.name(file);
    try {
      if (!Arrays.equals(Files.readAllBytes(file), checked())) {
        throw new CdcException(
            ExitCode.CONFIGURATION,
            "'" + file + "' changed while it was checked, or is not UTF-8; nothing was released");
      }
      List<Release> releases =
          ReleasedFiles.read(released).manifest().map(m -> m.releases()).orElse(List.of());
      for (int i = 0; i < releases.size() && changed(); i++) {
        Version version = comparison.earlier().get(i).load();
        if (same(version)) {
          throw new CdcException(
              ExitCode.DATA,
              "%s says what %s says, which the registry does not keep as another version; nothing was released"
                  .formatted(name, version.label()));
        }
        if (date.isBefore(releases.get(i).date())) {
          throw new CdcException(
              ExitCode.USAGE,
              "%s is before version %d of %s was released, on %s; check --date"
                  .formatted(date, i + 1, name, releases.get(i).date()));
        }
      }
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  String release(LocalDate date) {
    String name = SchemaFolder.name(file);
    if (!changed()) {
      return "%s: nothing to release, it says what version %d says".formatted(name, latest());
    }
    try {
      Release release = ReleaseStep.add(released, checked(), date);
      return """
          %1$s: version %2$d is released, dated %3$s
              %4$s
              sha256 %5$s
          Commit it with its line in versions.txt. 'cdc schema register --contract %1$s' takes it to the
          registry, before any producer of it starts."""
          .formatted(
              name,
              release.number(),
              release.date(),
              ShownPath.of(released.resolve(release.file())),
              release.fingerprint());
    } catch (IOException e) {
      throw failed("write in", e);
    }
  }

  /** Layout alone makes no version: the registry would not keep it as one. */
  private boolean changed() {
    return comparison.earlier().isEmpty() || !same(comparison.earlier().get(latest() - 1).load());
  }

  private boolean same(Version version) {
    return SchemaContent.same(
        comparison.candidate().load().file().schema(), version.file().schema());
  }

  private int latest() {
    return comparison.earlier().size();
  }

  private byte[] checked() {
    return comparison.candidate().text().getBytes(StandardCharsets.UTF_8);
  }

  private CdcException failed(String what, IOException e) {
    return new CdcException(
        ExitCode.CONFIGURATION,
        "cannot %s '%s': %s".formatted(what, released, e.getClass().getSimpleName()),
        e);
  }
}
