package io.employeecdc.schematools.command;

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
import io.employeecdc.schematools.check.Mode;
import io.employeecdc.schematools.registration.RegistrationPlan;
import io.employeecdc.schematools.registration.SchemaRegistration;
import io.employeecdc.schematools.released.ReleasesOption;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

  @Option(
      names = "--compatibility",
      paramLabel = "LEVEL",
      description = {
        "What changes the subject allows from now on: NONE, BACKWARD, FORWARD, FULL, or the last",
        "three with _TRANSITIVE. A stricter level that is there stays. Default: FULL_TRANSITIVE."
      })
  String compatibility = "FULL_TRANSITIVE";

  @Option(names = "--dry-run", description = "Show the plan and change nothing.")
  boolean dryRun;

  record RegisterSettings(
      RegistrySettings registry,
      String topic,
      List<SchemaVersion> releases,
      Mode level,
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
        options.choice("--compatibility", compatibility.toLowerCase(Locale.ROOT), Mode.class),
        sameIdsAs.read(options, here),
        dryRun,
        json.read(options));
  }

  @Override
  protected ExitCode run(RegisterSettings settings) throws IOException {
    try (SchemaRegistration registration =
        new SchemaRegistration(
            settings.registry(),
            settings.topic(),
            settings.releases(),
            settings.level(),
            settings.sameIdsAs())) {
      RegistrationPlan plan = registration.plan();
      RegistrationReport report = new RegistrationReport(settings, plan);
      if (!settings.json().replacesText()) {
        report.printPlan(out());
      }
      if (plan.refused() || plan.readOnly() || settings.dryRun()) {
        settings.json().write(report.json(plan), out());
        registration.requirePossible(plan);
      }
      if (!settings.dryRun()) {
        RegistrationPlan done = registration.carryOut(plan);
        settings.json().write(report.json(done), out());
        if (!settings.json().replacesText()) {
          report.printDone(done, out());
        }
      }
    }
    return ExitCode.DONE;
  }
}
