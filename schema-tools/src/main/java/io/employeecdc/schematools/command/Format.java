package io.employeecdc.schematools.command;

import static io.employeecdc.schematools.text.Templates.section;

import io.employeecdc.runtime.output.Visible;
import io.employeecdc.runtime.results.JsonOutput;
import io.employeecdc.schemacheck.CheckResult;
import io.employeecdc.schemacheck.Mode;
import io.employeecdc.schemacheck.rule.Rule;
import io.employeecdc.schematools.text.Markdown;
import io.employeecdc.schematools.text.Templates;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

enum Format {
  /** For a terminal: the place first, so that editors can jump to it. */
  TEXT,
  /** One line for each finding, as compilers write it. */
  LINES,
  JSON,
  /** Workflow commands: annotations beside the lines of a pull request. */
  GITHUB,
  /** For a job's summary or a comment. */
  MARKDOWN,
  /** SARIF 2.1.0, which code scanners and editors take. */
  SARIF;

  private static final String FOLDER = "/schema-check/";

  private record Summarized(CheckResult result, String summary) {}

  void print(List<CheckResult> results, PrintWriter out) {
    switch (this) {
      case TEXT -> printLines("check.txt", results, out);
      case LINES -> printLines("check.lines", results, out);
      case JSON -> JsonOutput.print(Templates.json(FOLDER + "check.json", names(results)), out);
      case GITHUB -> results.forEach(result -> printCommands(result, out));
      case MARKDOWN -> filled("check.md", Markdown::text, results).lines().forEach(out::println);
      case SARIF -> JsonOutput.print(Templates.json(FOLDER + "check.sarif", names(results)), out);
    }
  }

  /** Of many schemas, what people read names only those of which there is something to say. */
  void print(List<CheckResult> results, Optional<String> total, PrintWriter out) {
    if (total.isEmpty() || this == JSON || this == SARIF) {
      print(results, out);
      return;
    }
    if (this == MARKDOWN) {
      out.printf("## %s%n%n", Markdown.text(total.get()));
    }
    print(results.stream().filter(r -> !r.findings().isEmpty()).toList(), out);
    if (this != MARKDOWN) {
      out.println(Visible.of(total.get()));
    }
  }

  /** As the format of what is printed, which alone may begin a command. */
  private static void printCommands(CheckResult result, PrintWriter out) {
    filled("check.github", Format::command, List.of(result))
        .lines()
        .forEach(line -> out.printf("::%s%n", line));
    out.println(asText(Visible.of(summary(result))));
  }

  private static void printLines(String template, List<CheckResult> results, PrintWriter out) {
    Templates.lines(FOLDER + template, names(results)).map(Format::asText).forEach(out::println);
  }

  /** A line that begins with a file's name, which may look like a workflow command. */
  private static String asText(String line) {
    return line.strip().startsWith("::") ? "./" + line : line;
  }

  private static String filled(
      String template, UnaryOperator<String> escaper, List<CheckResult> results) {
    return Templates.compiler(escaper)
        .compile(Templates.resource(FOLDER + template))
        .execute(names(results));
  }

  private static Map<String, Object> names(List<CheckResult> results) {
    Map<String, Object> names = new HashMap<>();
    names.put("results", results.stream().map(r -> new Summarized(r, summary(r))).toList());
    names.put("findings", results.stream().flatMap(r -> r.findings().stream()).toList());
    names.put("compatible", results.stream().allMatch(CheckResult::compatible));
    names.put("rules", Rule.values());
    names.put("code", section(Markdown::code));
    names.put("prose", section(Markdown::prose));
    names.put("lower", section(text -> text.toLowerCase(Locale.ROOT).replace('_', '-')));
    names.put("uri", section(Format::uri));
    names.put("property", section(text -> text.replace(":", "%3A").replace(",", "%2C")));
    return names;
  }

  /** With its line ends visible, only what stands for others is left. */
  private static String command(String text) {
    return Visible.of(text).replace("%", "%25");
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

  private static String summary(CheckResult result) {
    String file = result.candidate().file().name();
    if (result.mode() == Mode.NONE) {
      return file + ": not judged, as the mode is NONE";
    }
    if (result.versions().isEmpty()) {
      return file + ": " + count(result.errors()) + ", and no earlier version to compare with";
    }
    return "%s: %s, %s %s"
        .formatted(
            file,
            count(result.errors()),
            result.mode() + (result.compatible() ? " with" : " against"),
            String.join(", ", result.versions()));
  }

  private static String count(long errors) {
    return errors == 0 ? "compatible" : errors == 1 ? "1 problem" : errors + " problems";
  }
}
