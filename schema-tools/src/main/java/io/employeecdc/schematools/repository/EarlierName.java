package io.employeecdc.schematools.repository;

import io.employeecdc.runtime.options.OptionReader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code --against} names. A path is only what is spelled as one: who proposes a change could
 * otherwise put a folder called {@code origin/main} in the place of the branch.
 */
public final class EarlierName {
  private EarlierName() {}

  /** The path; empty for a revision, of which none begins with a dot or a slash. */
  public static Optional<Path> path(String name) {
    Path path = OptionReader.path(name);
    boolean spelled = path.isAbsolute() || name.startsWith(".") || name.endsWith(".avsc");
    return spelled ? Optional.of(path) : Optional.empty();
  }

  /** Complains if a revision's name is that of a file or folder, too. */
  public static void refuseBoth(OptionReader options, String name) {
    boolean here = Files.exists(OptionReader.path(name), LinkOption.NOFOLLOW_LINKS);
    if (path(name).isEmpty() && here) {
      options.complain(
          "--against",
          "a file or folder is called so; ./ before the name means it, and a commit's id or"
              + " refs/heads/NAME a revision: "
              + name);
    }
  }
}
