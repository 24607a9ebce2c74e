package io.employeecdc.output;

import io.employeecdc.cli.Cdc;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The commands that there are, as picocli knows them. */
final class EveryCommand {
  private EveryCommand() {}

  static Stream<CommandLine> all() {
    return from(new CommandLine(new Cdc()));
  }

  /** Those that do something, not the groups of others. */
  static Stream<CommandLine> leaves() {
    return all().filter(command -> command.getSubcommands().isEmpty());
  }

  /** What stands behind {@code cdc}. */
  static List<String> path(CommandLine command) {
    List<String> path = new ArrayList<>();
    for (CommandLine at = command; at.getParent() != null; at = at.getParent()) {
      path.add(0, at.getCommandName());
    }
    return path;
  }

  private static Stream<CommandLine> from(CommandLine line) {
    return Stream.concat(
        Stream.of(line), line.getSubcommands().values().stream().flatMap(EveryCommand::from));
  }
}
