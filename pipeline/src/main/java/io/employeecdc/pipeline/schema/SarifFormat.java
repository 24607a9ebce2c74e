package io.employeecdc.pipeline.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.contract.check.CheckResult;
import io.employeecdc.contract.check.Finding;
import io.employeecdc.contract.check.Rule;
import io.employeecdc.pipeline.output.JsonOutput;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** SARIF 2.1.0, which code scanners and editors take. */
final class SarifFormat {
  private SarifFormat() {}

  static void print(List<CheckResult> results, PrintWriter out) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    root.put("version", "2.1.0");
    ObjectNode run = root.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "cdc schema check");
    ArrayNode rules = driver.putArray("rules");
    for (Rule rule : Rule.values()) {
      ObjectNode json = rules.addObject().put("id", rule.id());
      json.putObject("shortDescription").put("text", rule.summary());
      json.putObject("properties").put("origin", rule.origin().id());
    }
    run.put("columnKind", "utf16CodeUnits");
    ArrayNode found = run.putArray("results");
    results.forEach(result -> result.findings().forEach(f -> found.add(json(f))));
    JsonOutput.print(root, out);
  }

  private static ObjectNode json(Finding finding) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ruleId", finding.rule().id());
    json.put("level", finding.error() ? "error" : "note");
    json.putObject("message").put("text", message(finding));
    ObjectNode location = json.putArray("locations").addObject();
    ObjectNode place = location.putObject("physicalLocation");
    place.putObject("artifactLocation").put("uri", uri(finding.file()));
    place
        .putObject("region")
        .put("startLine", finding.at().line())
        .put("startColumn", finding.at().column());
    location.putArray("logicalLocations").addObject().put("fullyQualifiedName", finding.path());
    return json;
  }

  private static String message(Finding finding) {
    StringBuilder text = new StringBuilder(finding.message()).append('.');
    if (!finding.breaks().isEmpty()) {
      text.append(" Breaks: ").append(TextFormat.breaks(finding)).append('.');
    }
    if (!finding.remedy().isEmpty()) {
      text.append(" Remedy: ").append(finding.remedy()).append('.');
    }
    return text.toString();
  }

  /** A relative reference: everything but what is safe is written in percents. */
  private static String uri(String file) {
    StringBuilder uri = new StringBuilder();
    for (byte b : file.replace('\\', '/').getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean safe = c < 128 && (Character.isLetterOrDigit(c) || "/-._~".indexOf(c) >= 0);
      uri.append(safe ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return uri.toString();
  }
}
