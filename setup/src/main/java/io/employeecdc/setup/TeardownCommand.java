package io.employeecdc.setup;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.Database;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.results.Confirmation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Takes back, in each database, all that set-up has made there, and nothing else: the user's table
 * and its rows stay. Nothing is removed with CASCADE, so what somebody has built on ours is in the
 * way, by PostgreSQL's own message.
 */
@Command(
    name = "teardown",
    description =
        "Remove what set-up made in both databases, after showing it. Your own tables and their"
            + " rows stay. Stop the services first.")
public final class TeardownCommand extends OptionsCommand<TeardownCommand.Settings> {
  private static final String IS_THERE = "select to_regclass('${history}') is not null";

  /** Where set-up has not come so far, what has our names is not ours. */
  private static final String MADE =
      "select exists (select from ${history} where version = '2' and success)";

  private static final String REMOVALS =
      """
      with place as (select oid from pg_namespace where nspname = current_schema())
      select format('drop trigger %I on %s', tgname, tgrelid::regclass)
      from pg_trigger join pg_proc p on p.oid = tgfoid join place on pronamespace = place.oid
        join pg_class c on c.oid = tgrelid
      where proname in (FUNCTIONS) and pg_get_userbyid(relowner) = current_user
      union all
      select format('drop function %s', p.oid::regprocedure)
      from pg_proc p join place on pronamespace = place.oid
      where proname in (FUNCTIONS) and pg_get_userbyid(proowner) = current_user
      union all
      select format('drop %s %I', case relkind when 'S' then 'sequence' else 'table' end, relname)
      from pg_class join place on relnamespace = place.oid
      where relkind in ('r', 'S') and relname in (OURS)
      """
          .replace("FUNCTIONS", Migrations.FUNCTIONS)
          .replace("OURS", Migrations.OURS);

  private static final String QUESTION =
      "Remove all of this, with the changes that were captured and are not published?";

  @Mixin ContractOption contract = new ContractOption();
  @Mixin SetupOptions setup = new SetupOptions();

  @Option(
      names = "--with-topics",
      description = "Remove the three topics and all their records too.")
  boolean topics;

  @Option(names = "--yes", description = "Do not ask; needed where there is no terminal.")
  boolean yes;

  /** What to remove; whose rights on the own tables are taken back. */
  record Settings(
      Contract contract,
      DatabaseSettings source,
      DatabaseSettings target,
      SetupSettings.Roles roles,
      Optional<RemovedTopics> topics,
      int lockTries,
      boolean ask) {}

  record RemovedTopics(KafkaSettings kafka, SetupSettings.TopicNames names) {}

  @Override
  protected Settings read(OptionReader options) {
    if (!yes && !Confirmation.isPossible()) {
      options.complain("--yes", "missing, and there is no terminal to ask on");
    }
    Contract table = contract.read(options);
    return new Settings(
        table,
        setup.source.read(options),
        setup.target.read(options),
        setup.roles(),
        topics
            ? Optional.of(
                new RemovedTopics(setup.kafka.read(options), setup.topics(options, table.names())))
            : Optional.empty(),
        setup.lockTries(options),
        !yes);
  }

  @Override
  protected ExitCode run(Settings settings) {
    Map<Database, List<String>> plan = new LinkedHashMap<>();
    for (DatabaseSettings one : List.of(settings.source(), settings.target())) {
      Database database = LockTries.database(one);
      plan.put(database, statements(new Migrations(database, settings.contract()), settings));
    }
    List<String> removedTopics =
        settings.topics().map(t -> Topics.present(t.kafka(), t.names())).orElse(List.of());
    plan.forEach((database, all) -> all.forEach(sql -> say(database.side(), sql)));
    removedTopics.forEach(name -> say("topic", "delete " + name));
    if (plan.values().stream().allMatch(List::isEmpty) && removedTopics.isEmpty()) {
      say("teardown", "there is nothing to remove");
      return ExitCode.DONE;
    }
    if (settings.ask() && !Confirmation.given(QUESTION, err())) {
      say("teardown", "nothing was removed");
      return ExitCode.DONE;
    }
    LockTries locks = new LockTries(settings.lockTries(), settings.contract(), err()::println);
    plan.forEach((database, all) -> locks.transaction(database, true, statement -> all));
    settings.topics().ifPresent(t -> Topics.delete(t.kafka(), removedTopics));
    say(
        "teardown",
        "done; the tables %s and their rows are as they were"
            .formatted(settings.contract().table()));
    return ExitCode.DONE;
  }

  /** What to execute; fails with exit code 3 where others may have what we ask run their code. */
  private static List<String> statements(Migrations migrations, Settings settings) {
    Database database = migrations.database();
    return database.with(
        connection -> {
          List<String> untrusted = OthersRights.inTheWay(connection, migrations);
          if (!untrusted.isEmpty()) {
            throw CdcException.listing(
                ErrorCode.DATABASE_NOT_SET_UP,
                "nothing was removed from the %s database (%s):"
                    .formatted(database.side(), database),
                untrusted);
          }
          List<String> statements = new ArrayList<>();
          if (isTrue(connection, migrations.sql(IS_THERE))) {
            if (isTrue(connection, migrations.sql(MADE))) {
              statements.addAll(Query.texts(connection, migrations.sql(REMOVALS)));
            }
            statements.add("drop table " + migrations.history());
            statements.addAll(new Grants(migrations, settings.roles()).takeBack(connection));
          }
          return statements;
        });
  }

  private static boolean isTrue(Connection connection, String question) throws SQLException {
    return Query.one(connection, question, row -> row.getBoolean(1));
  }

  private void say(String part, String what) {
    out().printf("%-9s %s%n", part, what);
  }
}
