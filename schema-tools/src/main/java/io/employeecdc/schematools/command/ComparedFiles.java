package io.employeecdc.schematools.command;

import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.schemacheck.Finding;
import io.employeecdc.schemacheck.Judgement;
import io.employeecdc.schemacheck.Mode;
import io.employeecdc.schemacheck.Rules;
import io.employeecdc.schematools.repository.ConfigReader;
import io.employeecdc.schematools.repository.EarlierName;
import io.employeecdc.schematools.repository.Repository;
import io.employeecdc.schematools.repository.RepositoryConfig;
import io.employeecdc.schematools.repository.RepositoryReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which schemas to compare, and by what a change is judged; to be mixed into a command. */
final class ComparedFiles {
  @Parameters(
      paramLabel = "NEW.avsc",
      arity = "0..*",
      description = {
        "Schema files to judge, or folders: all .avsc, .avpr and .avdl below them, which may use",
        "one another's types. Default: what cdc-schemas.yaml names, if that is here, else the",
        "files in src/main/avro of the schemas folder, against every released version."
      })
  List<String> candidates = List.of();

  @Option(
      names = "--against",
      paramLabel = "OLD",
      description = {
        "An earlier schema: a file, or a git revision such as origin/main, of which the same file",
        "is taken; of a folder a revision or an older copy. May be given several times, oldest",
        "first."
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
  String mode;

  @Option(
      names = "--rules",
      paramLabel = "RULES",
      description = {
        "all, or avro: only what a registry refuses, without what Avro's decoder alone cannot read",
        "and the rules of this project (logical types, lossy promotions, docs, defaults).",
        "Default: all."
      })
  String rules;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "Where the schemas of a repository lie, how they are judged, and what is allowed all the",
        "same. Default: cdc-schemas.yaml, if it is here."
      })
  String config;

  @Option(
      names = "--labels",
      paramLabel = "LABELS",
      description = {
        "Labels of the pull request that is judged, separated by commas: one called 'schema-break",
        "FILE RULE' allows that rule in that file, and is told. For folders alone."
      })
  String labels = "";

  /** What is to be judged: a repository, or single files. */
  record Compared(boolean repository, Supplier<Judgement> judged) {}

  Compared compared(OptionReader options, LocalDate today) {
    // Whoever mistook an option is told so before a file of his is judged.
    options.throwIfAny();
    Optional<RepositoryConfig> settings = settings(options);
    RepositoryConfig config = settings.orElse(RepositoryConfig.NONE);
    Mode byMode =
        mode == null
            ? config.mode().orElse(Mode.FULL_TRANSITIVE)
            : options.choice("--mode", mode.toLowerCase(Locale.ROOT), Mode.class);
    Rules byRules =
        rules == null
            ? config.rules().orElse(Rules.ALL)
            : options.choice("--rules", rules.toLowerCase(Locale.ROOT), Rules.class);
    List<Path> paths = candidates.stream().map(OptionReader::path).toList();
    if (settings.isEmpty() && paths.stream().noneMatch(ComparedFiles::holdsMany)) {
      List<Comparison> single = read(options);
      return new Compared(
          false,
          () ->
              new Judgement(
                  single.stream().map(c -> c.check(byMode, byRules)).toList(), Optional.empty()));
    }
    Repository repository =
        new RepositoryReader(options, config, labels).read(paths, against, byMode, byRules, today);
    return new Compared(true, repository::check);
  }

  private static boolean holdsMany(Path path) {
    return Files.isDirectory(path) || path.toString().matches(".*\\.av(pr|dl)");
  }

  /** Two plain files, or the schemas folder that is named, need no settings. */
  private Optional<RepositoryConfig> settings(OptionReader options) {
    if (config != null) {
      Path file = options.readableFile("--config", config);
      return Optional.of(
          Files.isRegularFile(file) ? ConfigReader.read(file) : RepositoryConfig.NONE);
    }
    Path here = Path.of(ConfigReader.FILE);
    boolean files =
        against.stream()
            .flatMap(old -> EarlierName.path(old).stream())
            .anyMatch(Files::isRegularFile);
    return folder != null || files || !Files.exists(here)
        ? Optional.empty()
        : Optional.of(ConfigReader.read(here));
  }

  List<Comparison> read(OptionReader options) {
    SchemaFolder schemas = SchemaFolder.of(folder);
    SortedMap<String, List<Finding>> frozen = frozen(schemas);
    List<Comparison> comparisons = new ArrayList<>();
    for (Path candidate : candidates(options, schemas)) {
      SchemaText.read(options, "NEW.avsc", candidate.toString(), candidate)
          .map(text -> comparison(options, schemas, candidate, text))
          .map(c -> c.with(frozen.getOrDefault(SchemaFolder.name(candidate), List.of())))
          .ifPresent(comparisons::add);
      frozen.remove(SchemaFolder.name(candidate));
    }
    if (candidates.isEmpty() && !comparisons.isEmpty()) {
      SharedNames shared = new SharedNames();
      for (boolean first : new boolean[] {false, true}) {
        comparisons.replaceAll(
            c -> c.earlier().isEmpty() == first ? c.with(shared.of(c.candidate())) : c);
      }
      // What is left belongs to schemas that nobody works on any more.
      List<Finding> others = frozen.values().stream().flatMap(List::stream).toList();
      comparisons.set(0, comparisons.get(0).with(others));
    }
    return comparisons;
  }

  /** Two plain files have nothing to do with released versions. */
  private SortedMap<String, List<Finding>> frozen(SchemaFolder schemas) {
    return !candidates.isEmpty() && !against.isEmpty()
        ? new TreeMap<>()
        : schemas.tampered(
            against.stream().filter(old -> EarlierName.path(old).isEmpty()).toList());
  }

  private List<Path> candidates(OptionReader options, SchemaFolder schemas) {
    if (!candidates.isEmpty()) {
      return candidates.stream().map(OptionReader::path).toList();
    }
    List<Path> working = schemas.working();
    if (working.isEmpty()) {
      options.complain(
          "--schemas",
          "a folder without src/main/avro/*.avsc; name files or folders, or write cdc-schemas.yaml");
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
    EarlierName.refuseBoth(options, old);
    Optional<Path> file = EarlierName.path(old).filter(Files::exists);
    return file.isPresent()
        ? SchemaText.read(options, "--against", old, file.get())
        : SchemaText.at(options, old, candidate);
  }
}
