package io.employeecdc.schematools.command;

import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.schematools.check.CheckResult;
import io.employeecdc.schematools.check.Mode;
import io.employeecdc.schematools.check.Rules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which schemas to compare, and by what a change is judged; to be mixed into a command. */
final class ComparedFiles {
  @Parameters(
      paramLabel = "NEW.avsc",
      arity = "0..*",
      description = {
        "Schema files to judge. Default: those in src/main/avro of the schemas folder, against",
        "every released version."
      })
  List<String> candidates = List.of();

  @Option(
      names = "--against",
      paramLabel = "OLD",
      description = {
        "An earlier schema: a file, or a git revision such as origin/main, of which the same file",
        "is taken. May be given several times, oldest first."
      })
  List<String> against = List.of();

  @Option(
      names = "--schemas",
      paramLabel = "DIR",
      description = "The schemas folder. Default: that of this checkout.")
  String folder;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = {
        "NONE, BACKWARD, FORWARD, FULL, or the last three with _TRANSITIVE, which judges every",
        "earlier version and not only the newest. Default: FULL_TRANSITIVE."
      })
  String mode = "FULL_TRANSITIVE";

  @Option(
      names = "--rules",
      paramLabel = "RULES",
      description = {
        "all, or avro: only what a registry refuses, without what Avro's decoder alone cannot read",
        "and the rules of this project (logical types, lossy promotions, docs, defaults).",
        "Default: all."
      })
  String rules = "all";

  /** What was read of the options. */
  record Compared(List<Comparison> comparisons, Mode mode, Rules rules) {
    List<CheckResult> check() {
      return comparisons.stream().map(comparison -> comparison.check(mode, rules)).toList();
    }
  }

  Compared compared(OptionReader options) {
    return new Compared(
        read(options),
        options.choice("--mode", mode.toLowerCase(Locale.ROOT), Mode.class),
        options.choice("--rules", rules.toLowerCase(Locale.ROOT), Rules.class));
  }

  List<Comparison> read(OptionReader options) {
    SchemaFolder schemas = SchemaFolder.of(folder);
    FrozenVersions frozen = frozen(schemas);
    List<Comparison> comparisons = new ArrayList<>();
    for (Path candidate : candidates(options, schemas)) {
      SchemaText.read(options, "NEW.avsc", candidate.toString(), candidate)
          .map(text -> comparison(options, schemas, candidate, text))
          .ifPresent(c -> comparisons.add(c.with(frozen.take(SchemaFolder.name(candidate)))));
    }
    if (candidates.isEmpty() && !comparisons.isEmpty()) {
      // What is left belongs to schemas that nobody works on any more.
      comparisons.set(0, comparisons.get(0).with(frozen.takeAll()));
    }
    return comparisons;
  }

  /** Two plain files have nothing to do with released versions. */
  private FrozenVersions frozen(SchemaFolder schemas) {
    if (!candidates.isEmpty() && !against.isEmpty()) {
      return new FrozenVersions(schemas);
    }
    FrozenVersions frozen = new FrozenVersions(schemas);
    frozen.check();
    against.stream()
        .filter(old -> !Files.exists(OptionReader.path(old)))
        .forEach(frozen::checkSince);
    return frozen;
  }

  private List<Path> candidates(OptionReader options, SchemaFolder schemas) {
    if (!candidates.isEmpty()) {
      return candidates.stream().map(OptionReader::path).toList();
    }
    List<Path> working = schemas.working();
    if (working.isEmpty()) {
      options.complain("--schemas", "a folder without src/main/avro/*.avsc");
    }
    return working;
  }

  private Comparison comparison(
      OptionReader options, SchemaFolder schemas, Path candidate, SchemaText text) {
    if (against.isEmpty()) {
      List<SchemaText> released = schemas.released(options, candidate);
      if (released.isEmpty() && !candidates.isEmpty()) {
        options.complain("--against", "missing; the file has no released version");
      }
      return new Comparison(
          new SchemaText("version " + (released.size() + 1), text.name(), text.text()),
          released,
          List.of());
    }
    List<SchemaText> earlier = new ArrayList<>();
    for (String old : against) {
      earlier(options, old, candidate).ifPresent(earlier::add);
    }
    return new Comparison(text, earlier, List.of());
  }

  private static Optional<SchemaText> earlier(OptionReader options, String old, Path candidate) {
    Path file = OptionReader.path(old);
    return Files.exists(file)
        ? SchemaText.read(options, "--against", old, file)
        : GitRevision.read(options, "--against", old, candidate);
  }
}
