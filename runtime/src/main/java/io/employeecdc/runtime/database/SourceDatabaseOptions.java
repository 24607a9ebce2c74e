package io.employeecdc.runtime.database;

import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/** The source database's options; to be mixed into a command. */
public final class SourceDatabaseOptions {
  @Option(
      names = "--source-url",
      paramLabel = "JDBC-URL",
      description = "Source database, such as jdbc:postgresql://host:5432/db.")
  String url;

  @Option(names = "--source-user", paramLabel = "NAME", description = "Role in the source.")
  String user;

  @Option(
      names = "--source-password-file",
      paramLabel = "FILE",
      description = "File whose first line is the password; or set CDC_SOURCE_PASSWORD.")
  String passwordFile;

  public DatabaseSettings read(OptionReader options) {
    return DatabaseSettings.read(options, "source", url, user, passwordFile);
  }
}
