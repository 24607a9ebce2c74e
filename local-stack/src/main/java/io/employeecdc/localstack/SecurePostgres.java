package io.employeecdc.localstack;

import java.util.ArrayList;
import java.util.List;

/**
 * What a secure PostgreSQL has beside an ordinary one: encryption that cannot be declined, and a
 * role for each user, who owns nothing and has no rights but to connect. Only the owner of the
 * database can create anything in it.
 *
 * @param database the name of the server and of its database
 */
record SecurePostgres(String database, Security security) {
  /** Nobody without encryption, and nobody without a password. */
  static final String ACCESS = "hostssl all all 127.0.0.1/32 scram-sha-256\n";

  /** Who connects to this server, beside its superuser and the database's owner. */
  private List<StackUser> guests() {
    return List.of(
        database.equals("source") ? StackUser.PRODUCER : StackUser.CONSUMER, StackUser.VERIFY);
  }

  String configuration() {
    return """
    ssl = on
    ssl_min_protocol_version = 'TLSv1.2'
    ssl_cert_file = '%s'
    ssl_key_file = '%s'
    """
        .formatted(
            quoted(security.certificate(database).toString()),
            quoted(security.key(database).toString()));
  }

  /** SQL that makes the roles; a command a line. */
  String roles() {
    List<String> commands = new ArrayList<>();
    commands.add(create(StackUser.SETUP));
    guests().forEach(guest -> commands.add(create(guest)));
    commands.add("ALTER DATABASE %s OWNER TO setup".formatted(database));
    for (String each : List.of(database, "postgres", "template1")) {
      commands.add("REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(each));
    }
    for (StackUser guest : guests()) {
      commands.add("GRANT CONNECT ON DATABASE %s TO %s".formatted(database, guest.id()));
    }
    return String.join(System.lineSeparator(), commands) + System.lineSeparator();
  }

  private String create(StackUser user) {
    return "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(user.id(), security.password(user));
  }

  private static String quoted(String path) {
    return path.replace("'", "''");
  }
}
