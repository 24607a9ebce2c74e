package io.employeecdc.cli.manual;

import io.employeecdc.runtime.build.BuildVersion;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.IParamLabelRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command's help in the language of {@code man}, roff with the macros of man(7). */
final class ManualPage {
  private final CommandSpec command;
  private final IParamLabelRenderer labels;
  private final StringBuilder roff = new StringBuilder();

  ManualPage(CommandLine line) {
    this.command = line.getCommandSpec();
    this.labels = line.getHelp().parameterLabelRenderer();
  }

  /** As the page is asked for: {@code cdc-dlq-show}. */
  String name() {
    return command.qualifiedName("-");
  }

  String text() {
    begin();
    arguments();
    subcommands();
    end();
    return roff.toString();
  }

  private void begin() {
    String title = name().toUpperCase(Locale.ROOT);
    macro("TH", title, "1", "", "Employee CDC " + BuildVersion.text());
    String description = joined(command.usageMessage().description());
    macro("SH", "NAME");
    line(name() + " - " + description.split("\\. ", 2)[0]);
    macro("SH", "SYNOPSIS");
    line(synopsis());
    macro("SH", "DESCRIPTION");
    line(description);
  }

  private void arguments() {
    List<PositionalParamSpec> parameters = command.positionalParameters();
    if (!parameters.isEmpty()) {
      macro("SH", "ARGUMENTS");
      parameters.forEach(parameter -> entry(label(parameter), parameter.description()));
    }
    macro("SH", "OPTIONS");
    command.options().stream()
        .filter(option -> !option.hidden())
        .sorted(Comparator.comparing(OptionSpec::longestName))
        .forEach(option -> entry(names(option), option.description()));
  }

  private void subcommands() {
    if (!command.subcommands().isEmpty()) {
      macro("SH", "COMMANDS");
    }
    command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .forEach(spec -> entry(page(spec), spec.usageMessage().description()));
  }

  private void end() {
    String footer = joined(command.usageMessage().footer());
    if (!footer.isEmpty()) {
      macro("SH", "NOTES");
      line(footer);
    }
    if (command.parent() != null) {
      macro("SH", "SEE ALSO");
      line(page(command.parent()));
    }
  }

  private static String page(CommandSpec command) {
    return command.qualifiedName("-") + "(1)";
  }

  private String synopsis() {
    String parameters =
        command.positionalParameters().stream()
            .map(p -> " " + label(p))
            .collect(Collectors.joining());
    return command.qualifiedName()
        + " [OPTIONS]"
        + parameters
        + (command.subcommands().isEmpty() ? "" : " COMMAND");
  }

  private String names(OptionSpec option) {
    return String.join(", ", option.names()) + label(option);
  }

  private String label(ArgSpec argument) {
    return labels.renderParameterLabel(argument, Ansi.OFF, List.of()).toString();
  }

  private void entry(String term, String[] description) {
    macro("TP");
    roff.append("\\fB").append(escaped(term)).append("\\fR\n");
    line(joined(description));
  }

  /**
   * As picocli takes them, in which a percent sign may be written twice, and {@code %n} is a line.
   */
  private static String joined(String[] lines) {
    return Arrays.stream(lines)
        .map(line -> line.replace("%%", "%").replace("%n", " ").strip())
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private void macro(String name, String... arguments) {
    roff.append('.').append(name);
    for (String argument : arguments) {
      roff.append(" \"").append(escaped(argument)).append('"');
    }
    roff.append('\n');
  }

  private void line(String text) {
    roff.append(escaped(text)).append('\n');
  }

  /** A backslash begins a command, a minus is else a hyphen, and a dot at the begin is a macro. */
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
