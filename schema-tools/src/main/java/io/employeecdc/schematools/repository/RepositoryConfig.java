package io.employeecdc.schematools.repository;

import io.employeecdc.schemacheck.Mode;
import io.employeecdc.schemacheck.Rules;
import io.employeecdc.schemacheck.rule.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code cdc-schemas.yaml} says.
 *
 * @param file where it says so; empty if there is no such file
 * @param schemas files and folders to judge
 * @param imports where names are looked for that are not defined there; not judged themselves
 * @param against earlier versions of all of them, oldest first
 * @param except rules of ours that do not count here
 */
public record RepositoryConfig(
    Optional<Path> file,
    List<Path> schemas,
    List<Path> imports,
    List<String> against,
    Optional<Mode> mode,
    Optional<Rules> rules,
    Set<Rule> except,
    List<AllowedBreak> exceptions) {
  public static final RepositoryConfig NONE =
      new RepositoryConfig(
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Set.of(),
          List.of());
}
