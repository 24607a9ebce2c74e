package io.employeecdc.runtime.database;

import io.employeecdc.runtime.options.OptionReader;
import java.util.regex.Pattern;

/** What the options of both databases have in common. */
final class DatabaseOptions {
  private static final Pattern JDBC = Pattern.compile("jdbc:postgresql:\\S+");

  private static final Pattern SECRET = Pattern.compile("//[^/?]*@|[?&](user|password)=");

  private DatabaseOptions() {}

  static DatabaseSettings read(
      OptionReader options, String side, String url, String user, String passwordFile) {
    String address =
        options.required(
            "--" + side + "-url", url, "a JDBC URL such as jdbc:postgresql://host:5432/db");
    if (!address.isEmpty() && !JDBC.matcher(address).matches()) {
      // The text itself may hold a password, so it is not repeated.
      options.complain(
          "--" + side + "-url", "not a JDBC URL such as jdbc:postgresql://host:5432/db");
    }
    if (SECRET.matcher(address).find()) {
      options.complain(
          "--" + side + "-url",
          "holds a user or password, which would end in logs; use --%1$s-user and --%1$s-password-file"
              .formatted(side));
    }
    return new DatabaseSettings(
        side,
        address,
        options.required("--" + side + "-user", user, "the role to connect as"),
        options.password("--" + side + "-password", passwordFile));
  }
}
