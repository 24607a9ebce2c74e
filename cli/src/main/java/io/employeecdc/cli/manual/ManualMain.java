package io.employeecdc.cli.manual;

import io.employeecdc.cli.Cdc;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.AddedCommand;
import io.employeecdc.runtime.options.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a page for each command and the completion for bash and zsh, which knows all commands. */
@Command(name = "manual")
public final class ManualMain implements Callable<Integer> {
  /** The completion of bash makes itself known to zsh too; this finds it at the first Tab. */
  private static final String ZSH =
      """
      #compdef %1$s
      source "${${(%%):-%%x}:A:h:h:h}/bash-completion/completions/%1$s"
      _bash_complete -o default -F _complete_%1$s
      """;

  /** With the margin of {@code man}, what a terminal of 80 columns shows. */
  private static final int PAGE_WIDTH = 70;

  @Parameters(index = "0", description = "The folder share of a release.")
  Path share;

  @Parameters(index = "1", description = "The one for pages of commands that other modules add.")
  Path added;

  public static void main(String[] arguments) {
    Commands.main(new ManualMain(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    CommandLine cdc = Commands.explained(new Cdc()).setUsageHelpWidth(PAGE_WIDTH);
    writePages(cdc, share, added);
    String name = cdc.getCommandName();
    write(share.resolve("bash-completion/completions").resolve(name), AutoComplete.bash(name, cdc));
    write(share.resolve("zsh/site-functions/_" + name), ZSH.formatted(name));
    return ExitCode.DONE.code();
  }

  static void writePages(CommandLine command, Path share, Path added) throws IOException {
    Object program = command.getCommandSpec().userObject();
    Path folder = program instanceof AddedCommand ? added : share;
    ManualPage page = new ManualPage(command);
    write(folder.resolve("man/man1").resolve(page.name() + ".1"), page.text());
    for (CommandLine subcommand : command.getSubcommands().values()) {
      writePages(subcommand, folder, added);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
