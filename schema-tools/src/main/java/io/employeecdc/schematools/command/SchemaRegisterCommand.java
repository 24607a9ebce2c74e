package io.employeecdc.schematools.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.kafka.TopicOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.registry.RegistryOption;
import io.employeecdc.runtime.registry.RegistrySettings;
import io.employeecdc.runtime.registry.SameIdsOption;
import io.employeecdc.runtime.results.JsonOption;
import io.employeecdc.runtime.results.JsonOutput;
import io.employeecdc.runtime.results.TextTable;
import io.employeecdc.schematools.registration.RegistrationPlan;
import io.employeecdc.schematools.registration.RegistrationPlan.PlannedVersion;
import io.employeecdc.schematools.registration.SchemaRegistration;
import io.employeecdc.schematools.released.ReleasesOption;
import io.employeecdc.schematools.text.Templates;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "register",
    description =
        "Show what the registry lacks of the released versions, then register it; exit code 6 if"
            + " the registry holds what they do not explain. Safe to repeat.")
final class SchemaRegisterCommand extends OptionsCommand<SchemaRegisterCommand.RegisterSettings> {
  @Mixin RegistryOption registry = new RegistryOption();
  @Mixin SameIdsOption sameIdsAs = new SameIdsOption();
  @Mixin ContractOption contract = new ContractOption();
  @Mixin TopicOption topic = new TopicOption();
  @Mixin ReleasesOption releases = new ReleasesOption();
  @Mixin JsonOption json = new JsonOption();

  @Option(names = "--dry-run", description = "Show the plan and change nothing.")
  boolean dryRun;

  record RegisterSettings(
      RegistrySettings registry,
      String topic,
      List<SchemaVersion> releases,
      Optional<RegistrySettings> sameIdsAs,
      boolean dryRun,
      JsonOutput json) {}

  @Override
  protected RegisterSettings read(OptionReader options) {
    Contract table = contract.read(options);
    RegistrySettings here = registry.read(options);
    return new RegisterSettings(
        here,
        topic.read(options, table.names()),
        releases.read(options, table).all(),
        sameIdsAs.read(options, here),
        dryRun,
        json.read(options));
  }

  @Override
  protected ExitCode run(RegisterSettings settings) throws IOException {
    try (SchemaRegistration registration =
        new SchemaRegistration(
            settings.registry(), settings.topic(), settings.releases(), settings.sameIdsAs())) {
      RegistrationPlan plan = registration.plan();
      boolean text = !settings.json().replacesText();
      if (text) {
        printPlan(settings, plan);
      }
      if (plan.refused() || plan.readOnly() || settings.dryRun()) {
        settings.json().write(json(settings, plan, plan), out());
        registration.requirePossible(plan);
      }
      if (!settings.dryRun()) {
        RegistrationPlan done = registration.carryOut(plan);
        settings.json().write(json(settings, plan, done), out());
        if (text && plan.changes()) {
          out().printf("done           %s%n", done(plan, done));
        }
      }
    }
    out().flush();
    return ExitCode.DONE;
  }

  private void printPlan(RegisterSettings settings, RegistrationPlan plan) {
    TextTable versions = new TextTable(">VERSION", "RELEASED", "REGISTRY");
    for (PlannedVersion version : plan.versions()) {
      String state = version.isNew() ? "new" : "known, id " + version.id().getAsInt();
      versions.add(version.version().number(), version.version().date(), state);
    }
    Map<String, Object> names =
        Map.of(
            "settings", settings, "plan", plan, "versions", versions.lines(), "toDo", toDo(plan));
    Templates.lines("/schema-register/plan.txt", names).forEach(out()::println);
    out().flush();
  }

  private static String toDo(RegistrationPlan plan) {
    int missing = plan.missing().size();
    String set = plan.level().changes() ? "set the compatibility level" : "";
    String register =
        missing == 0 ? "" : "register " + missing + (missing == 1 ? " version" : " versions");
    return plan.changes()
        ? Stream.of(set, register).filter(w -> !w.isEmpty()).collect(Collectors.joining(", "))
        : "nothing";
  }

  private static String done(RegistrationPlan plan, RegistrationPlan done) {
    String ids =
        plan.missing().stream()
            .map(PlannedVersion::version)
            .map(v -> "version %d has id %d".formatted(v.number(), done.id(v).orElseThrow()))
            .collect(Collectors.joining(", "));
    return ids.isEmpty() ? "compatibility level set" : ids;
  }

  private static JsonNode json(
      RegisterSettings settings, RegistrationPlan plan, RegistrationPlan now) {
    List<Map<String, PlannedVersion>> versions =
        IntStream.range(0, plan.versions().size())
            .mapToObj(i -> Map.of("is", plan.versions().get(i), "now", now.versions().get(i)))
            .toList();
    boolean upToDate = !now.changes() && !now.refused();
    Map<String, Object> names =
        Map.of("settings", settings, "plan", plan, "upToDate", upToDate, "versions", versions);
    return Templates.json("/schema-register/plan.json", names);
  }
}
