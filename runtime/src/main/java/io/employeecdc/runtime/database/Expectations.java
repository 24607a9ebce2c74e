package io.employeecdc.runtime.database;

import io.employeecdc.contract.table.Identifier;
import io.employeecdc.contract.table.TableFit;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGStatement;

/**
 * What is relied on in one database, as a list of questions to its catalogs. One statement asks
 * them all; it takes no lock on the user's table and reads no row of it, so it is asked by set-up,
 * at each start, after a failure of the database, and again and again while a service runs.
 */
public final class Expectations {
  private static final String LOST_SESSION =
      "our sessions lose their settings, as behind a pooler that gives each transaction another"
          + " one; set its pool_mode to session, or connect to the database itself";

  /** That our session is still the one that we have set up: one of the findings. */
  public static final String OUR_SESSION =
      "case when current_setting('row_security') <> 'off' then '" + LOST_SESSION + "' end";

  private static final int QUESTIONS = 3;

  private final String side;
  private final Optional<TableFit> fit;
  private final int findings;
  private final String question;

  /**
   * Asks nothing yet.
   *
   * @param side as in messages: {@code source} or {@code target}
   * @param from a FROM clause for all findings
   * @param findings SQL expressions; each is null if what it asks for holds, or else a text that
   *     says what does not and what to do, on a line for each thing
   */
  public Expectations(String side, String from, List<String> findings) {
    this(side, from, findings, Optional.empty(), List.of());
  }

  /**
   * Asks nothing yet.
   *
   * @param fit whether the table's columns fit, which is asked along
   * @param beside further SQL expressions, whose answers are the caller's to judge
   */
  public Expectations(
      String side, String from, List<String> findings, TableFit fit, String... beside) {
    this(side, from, findings, Optional.of(fit), List.of(beside));
  }

  private Expectations(
      String side,
      String from,
      List<String> findings,
      Optional<TableFit> fit,
      List<String> beside) {
    this.side = side;
    this.fit = fit;
    this.findings = findings.size();
    this.question =
        Stream.of(
                    Stream.of("current_schema()"),
                    findings.stream(),
                    fit.stream().map(TableFit::question),
                    beside.stream())
                .flatMap(Function.identity())
                .collect(Collectors.joining(",\n", "select ", ""))
            + from;
  }

  /**
   * What came of all questions.
   *
   * @param broken what does not hold, each with what to do
   * @param beside the answers to further expressions, null among them
   */
  public record Answers(List<String> broken, List<String> beside) {}

  /**
   * Requires no more than {@link #OUR_SESSION}, and that the same server process answers each
   * statement: of another, somebody may have made the same settings.
   *
   * @throws CdcException with exit code 3
   */
  public static void requireOurSession(String side, Connection connection) throws SQLException {
    new Expectations(side, "", List.of(OUR_SESSION)).require(connection);
    Set<String> processes = new HashSet<>();
    for (int i = 0; i < QUESTIONS; i++) {
      processes.addAll(Query.texts(connection, "select pg_backend_pid()::text"));
    }
    require(processes.size() == 1 ? List.of() : List.of("the " + side + ": " + LOST_SESSION));
  }

  /** All that does not hold, each with what to do; empty if everything does. */
  public List<String> broken(Connection connection) throws SQLException {
    return ask(connection).broken();
  }

  /** Asks all questions, with the parameters of further expressions. */
  public Answers ask(Connection connection, Object... parameters) throws SQLException {
    List<String> answers = answers(connection, parameters);
    List<String> found = new ArrayList<>();
    String schema = answers.remove(0);
    int judged = findings;
    if (fit.isPresent()) {
      // First, as that has to be mended first: set-up refuses a table that does not fit.
      fit.get()
          .misfits(connection, answers.get(judged++))
          .forEach(misfit -> found.add(misfit.toString()));
    }
    for (String finding : answers.subList(0, findings)) {
      if (finding != null) {
        finding.lines().forEach(found::add);
      }
    }
    List<String> broken =
        found.stream().map(line -> "the " + side + ": " + runnable(line, schema)).toList();
    return new Answers(broken, answers.subList(judged, answers.size()));
  }

  /**
   * A finding whose statement works in a session that does not look for tables where ours does.
   *
   * @param schema that ours looks in first; null if there is none
   */
  public static String runnable(String finding, String schema) {
    return schema == null || schema.equals("public")
        ? finding
        : finding.replace(
            "run: ", "run: set search_path to " + Identifier.quoted(schema) + ", public; ");
  }

  private List<String> answers(Connection connection, Object... parameters) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      // From the first time on: planning takes much longer than answering.
      statement.unwrap(PGStatement.class).setPrepareThreshold(1);
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet answer = statement.executeQuery()) {
        answer.next();
        for (int column = 1; column <= answer.getMetaData().getColumnCount(); column++) {
          answers.add(answer.getString(column));
        }
      }
    }
    return answers;
  }

  /** In which schema a table is that is named without one. */
  public static String schemaOf(Connection connection, String table) throws SQLException {
    return Query.one(
        connection,
        "select relnamespace::regnamespace from pg_class where oid = to_regclass(?)",
        row -> row.getString(1),
        table);
  }

  /**
   * Refuses to take one and the same table for source and target, which is always equal to itself.
   *
   * @throws CdcException with exit code 3
   */
  public static void requireTwo(String source, String target) {
    if (source.equals(target)) {
      throw new CdcException(
          ErrorCode.DATABASE_NOT_SET_UP,
          "the source and the target are one database and schema, "
              + source
              + "; check --source-url and --target-url");
    }
  }

  /**
   * Tells a database from all others, also from a copy of its server, which was started at another
   * time. Names all schemas: whoever is asked may not have been looked at yet.
   */
  public static String place(Connection connection) throws SQLException {
    return Query.one(
        connection,
        """
        select pg_catalog.current_database(), pg_catalog.current_schema(), system_identifier,
          pg_catalog.pg_postmaster_start_time()
        from pg_catalog.pg_control_system()""",
        row ->
            "%s.%s of server %s, started at %s"
                .formatted(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
  }

  /**
   * Refuses what does not hold.
   *
   * @throws CdcException with exit code 3 and all findings
   */
  public void require(Connection connection) throws SQLException {
    require(broken(connection));
  }

  /**
   * Refuses what was found.
   *
   * @throws CdcException with exit code 3 and all findings, if there are any
   */
  public static void require(List<String> findings) {
    if (!findings.isEmpty()) {
      throw new CdcException(ErrorCode.DATABASE_NOT_SET_UP, String.join("; ", findings));
    }
  }
}
