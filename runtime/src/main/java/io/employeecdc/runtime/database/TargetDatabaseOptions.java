package io.employeecdc.runtime.database;

import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/** The target database's options; to be mixed into a command. */
public final class TargetDatabaseOptions {
  @Option(
      names = "--target-url",
      paramLabel = "JDBC-URL",
      description = "Target database, such as jdbc:postgresql://host:5432/db.")
  String url;

  @Option(names = "--target-user", paramLabel = "NAME", description = "Role in the target.")
  String user;

  @Option(
      names = "--target-password-file",
      paramLabel = "FILE",
      description = "File whose first line is the password; or set CDC_TARGET_PASSWORD.")
  String passwordFile;

  public DatabaseSettings read(OptionReader options) {
    return DatabaseSettings.read(options, "target", url, user, passwordFile);
  }
}
