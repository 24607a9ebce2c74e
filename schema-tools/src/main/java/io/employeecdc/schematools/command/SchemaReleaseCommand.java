package io.employeecdc.schematools.command;

import io.employeecdc.contract.release.Release;
import io.employeecdc.contract.release.ReleaseStep;
import io.employeecdc.contract.release.ReleasedFiles;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.schemacheck.CheckResult;
import io.employeecdc.schemacheck.Mode;
import io.employeecdc.schemacheck.Rules;
import io.employeecdc.schemacheck.Version;
import io.employeecdc.schematools.registration.SchemaContent;
import io.employeecdc.schematools.text.ShownPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "release",
    description =
        "Check the schema as 'cdc schema check' does and, if it breaks nothing, freeze it as the"
            + " next version; exit code 6 if it breaks anything. Needs no registry.")
final class SchemaReleaseCommand extends OptionsCommand<SchemaReleaseCommand.ReleaseSettings> {
  @Option(
      names = "--schemas",
      paramLabel = "DIR",
      description = "The schemas folder. Default: that of this checkout.")
  String schemas;

  private final Clock clock = Clock.systemUTC();

  record ReleaseSettings(SchemaFolder folder, List<Comparison> comparisons) {}

  @Override
  protected ReleaseSettings read(OptionReader options) {
    ComparedFiles files = new ComparedFiles();
    files.folder = schemas;
    return new ReleaseSettings(SchemaFolder.of(schemas), files.read(options));
  }

  @Override
  protected ExitCode run(ReleaseSettings settings) {
    List<CheckResult> results =
        settings.comparisons().stream().map(c -> c.check(Mode.FULL_TRANSITIVE, Rules.ALL)).toList();
    Format.TEXT.print(results, out());
    out().flush();
    if (!results.stream().allMatch(CheckResult::compatible)) {
      return ExitCode.INCOMPATIBLE_SCHEMA;
    }
    List<WorkingSchema> working = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Path file = settings.folder().working().get(i);
      Path released = settings.folder().releasedFolder(SchemaFolder.name(file));
      working.add(new WorkingSchema(file, settings.comparisons().get(i), released));
    }
    LocalDate today = LocalDate.now(clock);
    working.forEach(schema -> schema.requireReleasable(today));
    working.forEach(schema -> schema.release(today).lines().forEach(out()::println));
    out().flush();
    return ExitCode.DONE;
  }

  /** A schema that is being worked on and was found to break nothing. */
  private record WorkingSchema(Path file, Comparison comparison, Path released) {
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
                ExitCode.CONFIGURATION,
                "it is %s here, and version %d of %s was released on %s; check this machine's clock"
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
}
