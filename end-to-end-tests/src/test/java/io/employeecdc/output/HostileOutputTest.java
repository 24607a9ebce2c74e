package io.employeecdc.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.cli.Cdc;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.runtime.output.Visible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A hostile text through every command, by every way that such a text can come: here options,
 * variables, names of files and what a schema says; what others answer in {@link
 * HostileAnswersTest}.
 */
@Tag("servers")
class HostileOutputTest {
  @TempDir Path folder;

  static Stream<CommandLine> commands() {
    return EveryCommand.all();
  }

  /**
   * An unknown option beside them keeps every command from doing anything. Nothing of them is
   * repeated.
   */
  @ParameterizedTest
  @MethodSource("commands")
  void options_and_variables_of_every_command(CommandLine command) {
    List<String> path = EveryCommand.path(command);
    Map<String, String> environment = new TreeMap<>();
    List<String> flags = new ArrayList<>(path);
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.usageHelp() && option.arity().max() > 0) {
        flags.add(option.longestName() + "=" + Hostile.TEXT);
        String variable = option.longestName().substring(2).replace('-', '_');
        environment.put("CDC_" + variable.toUpperCase(Locale.ROOT), Hostile.TEXT);
      }
    }
    flags.add("--no-such-option-" + Hostile.TEXT);
    flags.add(Hostile.TEXT);
    assertRefused(run(Map.of(), flags), path);
    List<String> unknown = new ArrayList<>(path);
    unknown.add("--no-such-option");
    assertRefused(run(environment, unknown), path);

    List<String> help = new ArrayList<>(path);
    help.add("--help");
    CommandRun shown = run(environment, help);
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out().lines().count()).isGreaterThan(2);
    Hostile.assertInert("help of " + path, shown.out() + shown.err());
  }

  private static void assertRefused(CommandRun run, List<String> path) {
    assertThat(run.exitCode()).as(path + run.out() + run.err()).isEqualTo(2);
    assertThat(run.err()).isNotBlank();
    Hostile.assertInert(path.toString(), run.out() + run.err());
  }

  /** As the option's refusal lists them. */
  static Stream<String> formats() {
    CommandRun run = run(Map.of(), List.of("schema", "check", "--format", "none"));
    Matcher list = Pattern.compile("not one of ([a-z, ]+)").matcher(run.err());
    assertThat(list.find()).as(run.err()).isTrue();
    return Stream.of(list.group(1).split(", "));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void what_a_schema_and_the_names_of_its_files_say_in_every_format(String format)
      throws IOException {
    List<String> arguments = schemas("schema", "check", "--format", format);
    CommandRun run = run(Map.of(), arguments);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(6);
    assertThat(run.out()).contains("octocat");
    Hostile.assertInert(format, run.out() + run.err());
    if (format.equals("markdown")) {
      Hostile.assertDead(format, run.out());
    } else if (format.equals("json")) {
      assertThat(new ObjectMapper().readTree(run.out()).at("/schemas/0/file").asText())
          .endsWith(Hostile.FILE + ".avsc");
    } else if (format.equals("sarif")) {
      assertThat(new ObjectMapper().readTree(run.out()).at("/runs/0/results")).isNotEmpty();
    }
  }

  @Test
  void what_a_schema_says_in_both_pages_of_the_report() throws IOException {
    CommandRun run =
        run(Map.of(), schemas("schema", "report", "--out", folder.resolve("out").toString()));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(6);
    Hostile.assertInert("report", run.out() + run.err());
    String markdown = Files.readString(folder.resolve("out/report.md"));
    assertThat(markdown).contains("octocat");
    Hostile.assertInert("report.md", markdown);
    Hostile.assertDead("report.md", markdown);
    String html = Files.readString(folder.resolve("out/index.html"));
    assertThat(html).contains("octocat").doesNotContain("<img", "<a href=\"http");
    html.lines().forEach(line -> assertThat(Visible.of(line)).isEqualTo(line));
  }

  @Test
  void files_that_options_name() throws IOException {
    Path avro = Files.createDirectories(folder.resolve("src/main/avro"));
    Files.writeString(
        avro.resolve(Hostile.FILE + ".avsc"),
        "{\"type\": \"record\", \"name\": \"R\", \"fields\": []}");
    Path properties = folder.resolve(Hostile.FILE);
    Files.writeString(
        properties, "security.protocol=::error::x\\u001b\\n::error::y\n::error::z=\\u001b\n");
    List<String> release = List.of("schema", "release", "--schemas", folder.toString());
    List<String> config =
        List.of("dlq", "list", "--bootstrap-servers", "h:1", "--kafka-config", "" + properties);
    assertTells(release, "octocat");
    assertTells(config, "octocat");
  }

  private static void assertTells(List<String> arguments, String word) {
    CommandRun run = run(TestStack.shared().environment(), arguments);
    assertThat(run.out() + run.err()).as(arguments.toString()).contains(word);
    Hostile.assertInert(arguments.toString(), run.out() + run.err());
  }

  /** Hostile wherever Avro lets anybody write: docs, defaults, properties, and names of files. */
  private List<String> schemas(String... command) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    String text = mapper.writeValueAsString(Hostile.TEXT);
    String old =
        """
        {"type": "record", "name": "R", "doc": %1$s, "fields": [
          {"name": "gone", "type": "string", "doc": %1$s, "default": %1$s},
          {"name": "kept", "type": "string", "default": "x"},
          {"name": "typed", "type": {"type": "int", "logicalType": "date"}}]}
        """
            .formatted(text);
    String now =
        """
        {"type": "record", "name": "R", "doc": %1$s, %1$s: %1$s, "fields": [
          {"name": "kept", "type": "string", "doc": %1$s, "default": %1$s},
          {"name": "typed", "type": {"type": "int", "logicalType": %1$s}, %1$s: [%1$s]},
          {"name": "added", "type": {"type": "string", "logicalType": %1$s}}]}
        """
            .formatted(text);
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add("--against");
    arguments.add(file("old" + Hostile.FILE, old));
    arguments.add(file("::error::" + Hostile.FILE, now));
    return arguments;
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name + ".avsc"), text).toString();
  }

  private static CommandRun run(Map<String, String> environment, List<String> arguments) {
    return CommandRun.of(new Cdc(), environment, arguments.toArray(String[]::new));
  }
}
