package io.employeecdc.localstack;

import io.employeecdc.localstack.process.PrivateFiles;
import io.employeecdc.localstack.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Makes a PostgreSQL data directory: under another name, which is exchanged for the real one when
 * all is done, so that one that exists is complete.
 *
 * <p>A secure PostgreSQL has encryption that cannot be declined, and a role for each user, who owns
 * nothing and has no rights but to connect. Only the owner of the database can create anything in
 * it.
 */
final class PostgresData {
  /** Nobody without encryption, and nobody without a password. */
  private static final String ACCESS = "hostssl all all 127.0.0.1/32 scram-sha-256\n";

  private PostgresData() {}

  /** Makes {@code data} with a superuser, one database and its owner, unless it exists. */
  static void prepare(Path data, Postgres server, Security security) throws IOException {
    if (Files.isDirectory(data)) {
      return;
    }
    Path draft = data.resolveSibling("data." + UUID.randomUUID());
    initialise(draft, server.superuserPassword());
    Path configuration = draft.resolve("postgresql.conf");
    Files.writeString(configuration, configuration(server.port()), StandardOpenOption.APPEND);
    String sql = "CREATE DATABASE " + server.name() + System.lineSeparator();
    if (security != null) {
      Files.writeString(
          configuration, encryption(server.name(), security), StandardOpenOption.APPEND);
      Files.writeString(draft.resolve("pg_hba.conf"), ACCESS);
      sql += roles(server.name(), security);
    } else {
      sql +=
          """
          CREATE ROLE %s LOGIN PASSWORD '%s'
          ALTER DATABASE %s OWNER TO %1$s
          """
              .formatted(server.user(), server.password(), server.name());
    }
    execute(draft, sql);
    Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void initialise(Path data, String password) throws IOException {
    Path passwordFile = PrivateFiles.create(data.resolveSibling(data.getFileName() + ".pw"));
    try {
      Files.writeString(passwordFile, password);
      run(
          PostgresBinaries.command(
              "initdb",
              "--pgdata=" + data,
              "--username=" + Postgres.SUPERUSER,
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--no-sync",
              "--no-instructions"),
          "");
    } finally {
      Files.delete(passwordFile);
    }
  }

  /** In single-user mode, so that all is there before anyone can connect. */
  private static void execute(Path data, String sql) throws IOException {
    run(
        PostgresBinaries.command(
            "postgres", "--single", "-D", data.toString(), "-c", "fsync=off", Postgres.SUPERUSER),
        sql);
  }

  private static String configuration(int port) {
    return """
    listen_addresses = '127.0.0.1'
    port = %d
    unix_socket_directories = ''
    max_connections = 100
    shared_buffers = 256MB
    max_wal_size = 4GB
    wal_level = logical
    max_prepared_transactions = 10
    timezone = 'UTC'
    log_timezone = 'UTC'
    log_error_verbosity = terse
    log_min_error_statement = panic
    """
        .formatted(port);
  }

  /** Who connects to this server, beside its superuser and the database's owner. */
  private static List<StackUser> guests(String database) {
    return List.of(
        database.equals("source") ? StackUser.PRODUCER : StackUser.CONSUMER, StackUser.VERIFY);
  }

  private static String encryption(String database, Security security) {
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
  private static String roles(String database, Security security) {
    List<String> commands = new ArrayList<>();
    commands.add(create(StackUser.SETUP, security));
    guests(database).forEach(guest -> commands.add(create(guest, security)));
    commands.add("ALTER DATABASE %s OWNER TO setup".formatted(database));
    for (String each : List.of(database, "postgres", "template1")) {
      commands.add("REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(each));
    }
    for (StackUser guest : guests(database)) {
      commands.add("GRANT CONNECT ON DATABASE %s TO %s".formatted(database, guest.id()));
    }
    return String.join(System.lineSeparator(), commands) + System.lineSeparator();
  }

  private static String create(StackUser user, Security security) {
    return "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(user.id(), security.password(user));
  }

  private static String quoted(String path) {
    return path.replace("'", "''");
  }

  private static void run(List<String> command, String input) throws IOException {
    Program program = Program.run(command, Map.of(), input);
    if (program.exitCode() != 0) {
      throw new IOException(
          "%s failed:%n%s".formatted(String.join(" ", command), program.output().strip()));
    }
  }
}
