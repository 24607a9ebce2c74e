package io.employeecdc.schematools.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.schematools.registration.RegistrationPlan;
import io.employeecdc.schematools.registration.RegistrationPlan.PlannedLevel;
import io.employeecdc.schematools.registration.RegistrationPlan.PlannedVersion;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/** A plan as it is shown before it is carried out, and what came of it. */
record RegistrationReport(SchemaRegisterCommand.RegisterSettings settings, RegistrationPlan plan) {
  void printPlan(PrintWriter out) {
    out.printf("subject %s at %s%n%n", plan.subject(), settings.registry());
    out.println("VERSION  RELEASED    REGISTRY");
    for (PlannedVersion version : plan.versions()) {
      out.printf(
          "%7d  %s  %s%n", version.version().number(), version.version().date(), state(version));
    }
    out.printf("%ncompatibility  %s%n", level());
    if (!plan.refused()) {
      out.printf("to do          %s%n", toDo());
    }
    if (settings.dryRun()) {
      out.println("dry run        nothing was changed");
    }
    out.flush();
  }

  void printDone(RegistrationPlan done, PrintWriter out) {
    String ids =
        done.versions().stream()
            .filter(v -> plan.missing().stream().anyMatch(m -> m.version().equals(v.version())))
            .map(v -> "version %d has id %d".formatted(v.version().number(), v.id().orElseThrow()))
            .collect(Collectors.joining(", "));
    if (plan.changes()) {
      out.printf("done           %s%n", ids.isEmpty() ? "compatibility level set" : ids);
    }
    out.flush();
  }

  JsonNode json(RegistrationPlan now) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("subject", plan.subject());
    json.put("registry", settings.registry().url());
    json.put("dryRun", settings.dryRun());
    ArrayNode versions = json.putArray("versions");
    for (int i = 0; i < plan.versions().size(); i++) {
      PlannedVersion version = plan.versions().get(i);
      ObjectNode row = versions.addObject();
      row.put("version", version.version().number());
      row.put("released", version.version().date().toString());
      row.put("fingerprint", version.version().fingerprint());
      row.put("state", version.isNew() ? "new" : "known");
      now.versions().get(i).id().ifPresent(id -> row.put("id", id));
    }
    json.putObject("compatibility")
        .put("before", plan.level().before())
        .put("inherited", plan.level().inherited())
        .put("after", plan.level().after());
    json.put("mode", plan.mode());
    plan.refusals().forEach(json.putArray("refusals")::add);
    json.put("upToDate", !now.changes() && !now.refused());
    return json;
  }

  private static String state(PlannedVersion version) {
    return version.isNew() ? "new" : "known, id " + version.id().getAsInt();
  }

  private String level() {
    PlannedLevel level = plan.level();
    String before = level.before() + (level.inherited() ? " (the registry's default)" : "");
    String after = level.changes() ? level.after() : "unchanged";
    return before + " -> " + after;
  }

  private String toDo() {
    int missing = plan.missing().size();
    if (!plan.changes()) {
      return "nothing";
    }
    String set = plan.level().changes() ? "set the compatibility level" : "";
    String register =
        missing == 0 ? "" : "register " + missing + (missing == 1 ? " version" : " versions");
    return set + (register.isEmpty() || set.isEmpty() ? "" : ", ") + register;
  }
}
