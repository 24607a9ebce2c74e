package io.employeecdc.cli.manual;

import io.employeecdc.cli.Cdc;
import io.employeecdc.runtime.options.AddedCommand;
import io.employeecdc.runtime.options.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Writes a page for each command and the completion for bash and zsh.
 *
 * <p>Arguments: the folder {@code share} of a release, and the one for pages of commands that other
 * modules add. The completion knows all commands.
 */
public final class ManualMain {
  /** The completion of bash makes itself known to zsh too; this finds it at the first Tab. */
  private static final String ZSH =
      """
      #compdef %1$s
      source "${${(%%):-%%x}:A:h:h:h}/bash-completion/completions/%1$s"
      _bash_complete -o default -F _complete_%1$s
      """;

  private ManualMain() {}

  public static void main(String[] arguments) throws IOException {
    CommandLine cdc = Commands.explained(new Cdc());
    Path share = Path.of(arguments[0]);
    writePages(cdc, share, Path.of(arguments[1]));
    String name = cdc.getCommandName();
    write(share.resolve("bash-completion/completions").resolve(name), AutoComplete.bash(name, cdc));
    write(share.resolve("zsh/site-functions/_" + name), ZSH.formatted(name));
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
