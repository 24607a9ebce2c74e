package io.employeecdc.cli.manual;

import io.employeecdc.runtime.build.BuildVersion;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** A command's help as a page of {@code man}, line for line: roff that fills and names nothing. */
record ManualPage(CommandLine line) {
  private static final String PAGE =
      """
      .TH "%1$s" "1" "" "Employee CDC %2$s"
      .SH "NAME"
      %1$s \\- %3$s
      .SH "DESCRIPTION"
      .nf
      %4$s
      .fi
      .SH "SEE ALSO"
      %5$s
      """;

  /** As the page is asked for: {@code cdc-dlq-show}. */
  String name() {
    return line.getCommandSpec().qualifiedName("-");
  }

  String text() {
    String description = line.getHelp().description().strip().replaceAll("\\s+", " ");
    String help = line.getUsageMessage(Ansi.OFF).lines().collect(Collectors.joining("\n"));
    String others =
        Stream.concat(Stream.ofNullable(line.getParent()), line.getSubcommands().values().stream())
            .map(other -> new ManualPage(other).name() + "(1)")
            .collect(Collectors.joining(", "));
    return PAGE.formatted(
        escaped(name()),
        escaped(BuildVersion.text()),
        escaped(description.split("\\. ", 2)[0]),
        escaped(help),
        escaped(others));
  }

  /** A backslash begins a command, a minus is else a hyphen, and a dot at the begin is a macro. */
  private static String escaped(String text) {
    return text.replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("\"", "\\(dq")
        .replaceAll("(?m)^\\.", "\\\\&.");
  }
}
