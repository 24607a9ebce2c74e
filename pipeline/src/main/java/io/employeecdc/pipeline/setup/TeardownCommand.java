package io.employeecdc.pipeline.setup;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.pipeline.output.Confirmation;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "teardown",
    description =
        "Remove what set-up made in both databases, after showing it. Your own tables and their"
            + " rows stay. Stop the services first.")
public final class TeardownCommand extends OptionsCommand<TeardownCommand.Settings> {
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

  /**
   * What to remove.
   *
   * @param roles whose rights on the user's own tables are taken back
   * @param topics empty if they stay
   */
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
    Map<DatabaseSettings, List<String>> plan = new LinkedHashMap<>();
    for (DatabaseSettings database : List.of(settings.source(), settings.target())) {
      Migrations migrations = new Migrations(database, settings.contract());
      plan.put(
          database,
          new Teardown(migrations, new Grants(migrations, settings.roles())).statements());
    }
    List<String> removedTopics =
        settings.topics().map(t -> Topics.present(t.kafka(), t.names())).orElse(List.of());
    plan.forEach((database, all) -> all.forEach(sql -> say(database.side(), sql)));
    removedTopics.forEach(name -> say("topic", "delete " + name));
    if (plan.values().stream().allMatch(List::isEmpty) && removedTopics.isEmpty()) {
      say("teardown", "there is nothing to remove");
      return ExitCode.DONE;
    }
    out().flush();
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

  private void say(String part, String what) {
    out().printf("%-9s %s%n", part, what);
  }
}
