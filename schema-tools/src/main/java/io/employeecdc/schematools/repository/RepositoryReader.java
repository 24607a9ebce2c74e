package io.employeecdc.schematools.repository;

import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.schematools.check.Mode;
import io.employeecdc.schematools.check.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a repository of options and settings; what the options say comes before the settings. */
public final class RepositoryReader {
  private final OptionReader options;
  private final RepositoryConfig config;

  public RepositoryReader(OptionReader options, RepositoryConfig config) {
    this.options = options;
    this.config = config;
  }

  /**
   * The repository; what is wrong with it is complained about.
   *
   * @param arguments files and folders to judge; those of the settings if there are none
   * @param against git revisions, or one folder that is a copy; those of the settings if none
   */
  public Repository read(
      List<Path> arguments, List<String> against, Mode mode, Rules rules, LocalDate today) {
    List<SchemaRoot> judged = roots(arguments.isEmpty() ? config.schemas() : arguments);
    List<SchemaRoot> imports = new ArrayList<>(roots(config.imports()));
    imports.addAll(roots(config.schemas()));
    List<EarlierFiles> earlier = List.of();
    if (mode != Mode.NONE && !judged.isEmpty()) {
      earlier = earlier(judged, against.isEmpty() ? config.against() : against);
      earlier =
          mode.transitive() || earlier.isEmpty()
              ? earlier
              : earlier.subList(earlier.size() - 1, earlier.size());
    }
    return new Repository(
        judged, imports, earlier, mode, rules, config.except(), config.exceptions(), today);
  }

  private List<SchemaRoot> roots(List<Path> paths) {
    paths.stream()
        .filter(path -> !Files.exists(path))
        .forEach(path -> options.complain("NEW.avsc", "no such file or folder: " + path));
    return paths.stream().filter(Files::exists).map(SchemaRoot::new).toList();
  }

  private List<EarlierFiles> earlier(List<SchemaRoot> judged, List<String> against) {
    if (against.isEmpty()) {
      options.complain(
          "--against",
          "missing; a folder is compared with a git revision such as origin/main, or with an older"
              + " copy of it");
    }
    return against.stream().flatMap(label -> earlier(judged, label).stream()).toList();
  }

  private Optional<EarlierFiles> earlier(List<SchemaRoot> judged, String label) {
    Path copy = OptionReader.path(label);
    boolean oneFolder = judged.size() == 1 && Files.isDirectory(judged.get(0).path());
    if (Files.isDirectory(copy) && oneFolder) {
      return Optional.of(new EarlierFiles(label, Optional.of(copy)));
    }
    if (Files.exists(copy)) {
      options.complain("--against", "it takes a folder only for one folder, and no file for any");
      return Optional.empty();
    }
    EarlierFiles files = new EarlierFiles(label, Optional.empty());
    try {
      for (SchemaRoot root : judged) {
        if (files.commit(root).isEmpty()) {
          options.complain(
              "--against",
              "neither a folder nor a git revision that is here; a build may have to fetch it"
                  + " (actions/checkout: fetch-depth: 0; GitLab: GIT_DEPTH: 0)");
          return Optional.empty();
        }
      }
      return Optional.of(files);
    } catch (IOException e) {
      options.complain("--against", "no folder, and git cannot be run here");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      options.complain("--against", "interrupted while asking git for it");
    }
    return Optional.empty();
  }
}
