package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.runtime.options.OptionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version that a service's jar says in its manifest; the jar is not run. */
final class JarVersion {
  /** One version, or the first and the last. */
  private static final Pattern VERSIONS = Pattern.compile("(?:1-)?(\\d{1,6})");

  private JarVersion() {}

  /** The newest version that the jar was built with, or a complaint. */
  static Optional<Integer> read(OptionReader options, Path file, Service service) {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      String text =
          manifest == null ? null : manifest.getMainAttributes().getValue(service.attribute());
      Matcher versions = VERSIONS.matcher(text == null ? "" : text);
      if (versions.matches()) {
        return Optional.of(Integer.valueOf(versions.group(1)));
      }
      options.complain(
          "--jar",
          "not a %s's jar: its manifest has no %s".formatted(service.word(), service.attribute()));
    } catch (IOException e) {
      options.complain("--jar", "cannot be read as a jar");
    }
    return Optional.empty();
  }
}
