package io.employeecdc.pipeline.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.contract.check.CheckResult;
import io.employeecdc.contract.check.Finding;
import io.employeecdc.contract.check.PairVerdict;
import io.employeecdc.pipeline.output.JsonOutput;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** For programs. */
final class JsonFormat {
  private JsonFormat() {}

  static void print(List<CheckResult> results, PrintWriter out) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("compatible", results.stream().allMatch(CheckResult::compatible));
    ArrayNode schemas = root.putArray("schemas");
    results.forEach(result -> schemas.add(json(result)));
    JsonOutput.print(root, out);
  }

  private static ObjectNode json(CheckResult result) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("file", result.candidate().file().name());
    json.put("label", result.candidate().label());
    json.put("mode", result.mode().name());
    json.put("rules", lower(result.rules()));
    json.put("compatible", result.compatible());
    result.versions().forEach(json.putArray("against")::add);
    ArrayNode verdicts = json.putArray("verdicts");
    result.verdicts().forEach(verdict -> verdicts.add(json(verdict)));
    ArrayNode findings = json.putArray("findings");
    result.findings().forEach(finding -> findings.add(json(finding)));
    return json;
  }

  private static ObjectNode json(PairVerdict verdict) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("version", verdict.version())
        .put("direction", lower(verdict.direction()))
        .put("decodes", verdict.decodes())
        .put("registryAccepts", verdict.registryAccepts());
  }

  private static ObjectNode json(Finding finding) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("severity", lower(finding.severity()));
    json.put("rule", finding.rule().id());
    json.put("origin", finding.origin().id());
    json.put("file", finding.file());
    json.put("line", finding.at().line());
    json.put("column", finding.at().column());
    json.put("path", finding.path());
    json.put("message", finding.message());
    finding.versions().forEach(json.putArray("versions")::add);
    ArrayNode breaks = json.putArray("breaks");
    finding.breaks().forEach(affected -> breaks.add(affected.words()));
    json.put("remedy", finding.remedy());
    return json;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
