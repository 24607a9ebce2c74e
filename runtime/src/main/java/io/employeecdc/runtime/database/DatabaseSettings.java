package io.employeecdc.runtime.database;

import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.Password;

/**
 * Where a database is and who we are there.
 *
 * @param side {@code source} or {@code target}: names the options in messages
 * @param secret the password, which may be empty
 */
public record DatabaseSettings(String side, String url, String user, Password secret) {
  public DatabaseSettings(String side, String url, String user, String password) {
    this(side, url, user, Password.of(password));
  }

  static DatabaseSettings read(
      OptionReader options, String side, String url, String user, String passwordFile) {
    String option = "--" + side;
    String address =
        options.required(option + "-url", url, "a JDBC URL such as jdbc:postgresql://host:5432/db");
    if (!address.isEmpty()) {
      JdbcUrl.complaints(address, side).forEach(what -> options.complain(option + "-url", what));
    }
    return new DatabaseSettings(
        side,
        address,
        options.required(option + "-user", user, "the role to connect as"),
        options.password(option + "-password", passwordFile));
  }

  public String password() {
    return secret.get();
  }

  /** Without the password and without the URL's parameters, which may hold one. */
  @Override
  public String toString() {
    int parameters = url.indexOf('?');
    return user + "@" + (parameters < 0 ? url : url.substring(0, parameters));
  }
}
