package io.employeecdc.runtime.database;

import io.employeecdc.runtime.options.OptionReader;

/** What the options of both databases have in common. */
final class DatabaseOptions {
  private DatabaseOptions() {}

  static DatabaseSettings read(
      OptionReader options, String side, String url, String user, String passwordFile) {
    String address =
        options.required(
            "--" + side + "-url", url, "a JDBC URL such as jdbc:postgresql://host:5432/db");
    if (!address.isEmpty()) {
      JdbcUrl.complaints(address, side)
          .forEach(what -> options.complain("--" + side + "-url", what));
    }
    return new DatabaseSettings(
        side,
        address,
        options.required("--" + side + "-user", user, "the role to connect as"),
        options.password("--" + side + "-password", passwordFile));
  }
}
