package io.employeecdc.runtime.database;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * What is wrong with a JDBC URL, before anybody connects with it. The driver itself ignores what it
 * does not know, loads whatever class it is told to, and takes modes in which our promises fail.
 *
 * <p>A URL may hold a password, so nothing of it is repeated but the names of its parameters.
 */
final class JdbcUrl {
  private static final Pattern PLAIN = Pattern.compile("jdbc:postgresql:\\S+");

  /** The form that other clients take, which the driver reads as a strange host. */
  private static final Pattern USER_BEFORE_HOST = Pattern.compile("//[^/?]*@");

  /** As parameters are called, so that what is none is not repeated. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z]{1,40}");

  private static final Set<String> SECRETS =
      names(PGProperty.USER, PGProperty.PASSWORD, PGProperty.SSL_PASSWORD);

  /** Their values name a class, which the driver would load and run. */
  private static final Set<String> CLASSES =
      names(
          PGProperty.AUTHENTICATION_PLUGIN_CLASS_NAME,
          PGProperty.CONNECT_EXECUTOR,
          PGProperty.SOCKET_FACTORY,
          PGProperty.SSL_FACTORY,
          PGProperty.SSL_HOSTNAME_VERIFIER,
          PGProperty.SSL_PASSWORD_CALLBACK,
          PGProperty.XML_FACTORY_FACTORY);

  private static final String DRIVERS_OWN = "org.postgresql.";

  /**
   * Another protocol or kind of transaction, sessions that are another's in the next, no time
   * limit, values in messages: promises need ours.
   */
  private static final Set<String> OURS =
      names(
          PGProperty.APPLICATION_NAME,
          PGProperty.AUTOSAVE,
          PGProperty.BINARY_TRANSFER,
          PGProperty.CONNECT_TIMEOUT,
          PGProperty.LOG_SERVER_ERROR_DETAIL,
          PGProperty.LOGIN_TIMEOUT,
          PGProperty.PREFER_QUERY_MODE,
          PGProperty.PREPARE_THRESHOLD,
          PGProperty.READ_ONLY,
          PGProperty.REPLICATION,
          PGProperty.SOCKET_TIMEOUT,
          PGProperty.TCP_KEEP_ALIVE,
          PGProperty.REWRITE_BATCHED_INSERTS);

  private static final Set<String> KNOWN =
      Arrays.stream(PGProperty.values()).map(PGProperty::getName).collect(Collectors.toSet());

  private JdbcUrl() {}

  /**
   * All that is wrong, as ends of sentences that begin with the option's name; empty if nothing.
   *
   * @param side {@code source} or {@code target}: names the options to use instead
   */
  static List<String> complaints(String url, String side) {
    if (USER_BEFORE_HOST.matcher(url).find()) {
      return List.of(secret(side));
    }
    Properties parts = PLAIN.matcher(url).matches() ? Driver.parseURL(url, null) : null;
    if (parts == null) {
      return List.of("not a JDBC URL such as jdbc:postgresql://host:5432/db");
    }
    return parts.stringPropertyNames().stream()
        .sorted()
        .flatMap(name -> complaint(name, parts.getProperty(name), side).stream())
        .distinct()
        .toList();
  }

  private static Optional<String> complaint(String name, String value, String side) {
    String quoted = NAME.matcher(name).matches() ? "holds '" + name + "', " : "holds something ";
    if (SECRETS.contains(name)) {
      return Optional.of(secret(side));
    }
    if (!KNOWN.contains(name)) {
      return Optional.of(quoted + "which the PostgreSQL driver does not know");
    }
    if (CLASSES.contains(name) && !value.startsWith(DRIVERS_OWN)) {
      return Optional.of(quoted + "but may name no class that is not the driver's own");
    }
    return OURS.contains(name)
        ? Optional.of(quoted + "which this program sets itself; remove it")
        : Optional.empty();
  }

  private static String secret(String side) {
    return "holds a user or password, which would end in logs; use --%1$s-user and --%1$s-password-file"
        .formatted(side);
  }

  private static Set<String> names(PGProperty... properties) {
    return Arrays.stream(properties).map(PGProperty::getName).collect(Collectors.toSet());
  }
}
