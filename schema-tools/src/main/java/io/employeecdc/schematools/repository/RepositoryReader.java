package io.employeecdc.schematools.repository;

import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.schemacheck.Mode;
import io.employeecdc.schemacheck.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a repository of options and settings; what the options say comes before the settings.
 *
 * @param labels of the pull request, separated by commas or line ends
 */
public record RepositoryReader(OptionReader options, RepositoryConfig config, String labels) {
  /** What is wrong with it is complained about; the settings say what the arguments do not. */
  public Repository read(
      List<Path> arguments, List<String> against, Mode mode, Rules rules, LocalDate today) {
    boolean bySettings = arguments.isEmpty();
    List<SchemaRoot> judged = roots(bySettings ? config.schemas() : arguments);
    List<SchemaRoot> imports = with(roots(config.imports()), roots(config.schemas()));
    List<EarlierFiles> earlier = List.of();
    if (mode != Mode.NONE && !judged.isEmpty()) {
      List<String> labels = against.isEmpty() ? config.against() : against;
      if (labels.isEmpty()) {
        options.complain(
            "--against",
            "missing; a folder is compared with a git revision such as origin/main, or with an"
                + " older copy of it");
      }
      earlier =
          labels.stream()
              .flatMap(label -> earlier(label, judged, imports, bySettings).stream())
              .toList();
      int last = Math.max(0, earlier.size() - 1);
      earlier = mode.transitive() ? earlier : earlier.subList(last, earlier.size());
    }
    List<AllowedBreak> allowed = with(config.exceptions(), AllowedBreak.byLabels(options, labels));
    return new Repository(judged, imports, earlier, mode, rules, config.except(), allowed, today);
  }

  private List<SchemaRoot> roots(List<Path> paths) {
    for (Path path : paths) {
      if (!Files.exists(path)) {
        options.complain("NEW.avsc", "no such file or folder: " + path);
      } else if (linked(path)) {
        options.complain("NEW.avsc", "a symbolic link; name what it leads to: " + path);
      }
    }
    return paths.stream().filter(Files::exists).map(SchemaRoot::new).toList();
  }

  /** What is above an absolute path's end belongs to the machine, and not to the repository. */
  private static boolean linked(Path path) {
    return Stream.iterate(path, Objects::nonNull, p -> p.isAbsolute() ? null : p.getParent())
        .anyMatch(Files::isSymbolicLink);
  }

  private static <T> List<T> with(List<T> some, List<T> more) {
    return Stream.concat(some.stream(), more.stream()).distinct().toList();
  }

  private Optional<EarlierFiles> earlier(
      String label, List<SchemaRoot> judged, List<SchemaRoot> imports, boolean bySettings) {
    EarlierName.refuseBoth(options, label);
    Optional<Path> copy = EarlierName.path(label).filter(Files::exists);
    if (copy.isPresent()) {
      boolean oneFolder = judged.size() == 1 && Files.isDirectory(judged.get(0).path());
      if (!oneFolder || !Files.isDirectory(copy.get())) {
        options.complain("--against", "it takes a folder only for one folder, and no file for any");
        return Optional.empty();
      }
      return Optional.of(new EarlierFiles(label, copy, judged, imports, true));
    }
    try {
      for (SchemaRoot root : judged) {
        if (Git.commit(root.folder(), label).isEmpty()) {
          options.complain(
              "--against",
              "neither a folder (./NAME or /NAME) nor a git revision that is here; a build may have"
                  + " to fetch it (actions/checkout: fetch-depth: 0; GitLab: GIT_DEPTH: 0)");
          return Optional.empty();
        }
      }
      return Optional.of(at(label, judged, imports, bySettings));
    } catch (IOException e) {
      options.complain("--against", "no folder, and git cannot be run here");
    }
    return Optional.empty();
  }

  /** What the settings named then was judged then, wherever they look now. */
  private EarlierFiles at(
      String label, List<SchemaRoot> judged, List<SchemaRoot> imports, boolean bySettings)
      throws IOException {
    Optional<RepositoryConfig> then = Optional.empty();
    if (config.file().isPresent()) {
      Path file = config.file().get();
      Path folder = new SchemaRoot(file).folder();
      String name =
          "%s:./%s".formatted(Git.commit(folder, label).orElse(label), file.getFileName());
      then = Git.text(folder, "show", name).flatMap(text -> ConfigReader.earlier(file, text));
    }
    RepositoryConfig settings = then.orElse(RepositoryConfig.NONE);
    List<SchemaRoot> schemas = settings.schemas().stream().map(SchemaRoot::new).toList();
    List<SchemaRoot> used = settings.imports().stream().map(SchemaRoot::new).toList();
    return new EarlierFiles(
        label,
        Optional.empty(),
        bySettings ? with(judged, schemas) : judged,
        with(imports, with(used, schemas)),
        bySettings && then.isPresent());
  }
}
