package io.employeecdc.schematools.candeploy;

import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.peers.ServiceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

enum DeployedService {
  PRODUCER(
      "Schema-Version-Written",
      "writes",
      "of",
      "deploy the producer of version %1$d ('cdc schema can-deploy producer --version %1$d' says whether it may)"),
  CONSUMER(
      "Schema-Versions-Read",
      "was built for",
      "built for",
      "deploy the consumers of version %1$d ('cdc schema can-deploy consumer --version %1$d' says whether they may)");

  /** In the manifest: one version, or the first and the last. */
  private static final Pattern VERSIONS = Pattern.compile("(?:1-)?(\\d{1,6})");

  final String attribute;

  /** What it does with its version. */
  final String relation;

  /** How one is called by its version. */
  final String with;

  /** What to do where it must be deployed before the other side, for a version's number. */
  final String deploy;

  DeployedService(String attribute, String relation, String with, String deploy) {
    this.attribute = attribute;
    this.relation = relation;
    this.with = with;
    this.deploy = deploy;
  }

  static DeployedService of(ServiceKind kind) {
    return valueOf(kind.name());
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The newest version that its jar was built with, or a complaint; the jar is not run. */
  Optional<Integer> versionOf(OptionReader options, Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      String text = manifest == null ? null : manifest.getMainAttributes().getValue(attribute);
      Matcher versions = VERSIONS.matcher(text == null ? "" : text);
      if (versions.matches()) {
        return Optional.of(Integer.valueOf(versions.group(1)));
      }
      options.complain(
          "--jar", "not a %s's jar: its manifest has no %s".formatted(word(), attribute));
    } catch (IOException e) {
      options.complain("--jar", "cannot be read as a jar");
    }
    return Optional.empty();
  }
}
