package io.employeecdc.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.cli.Cdc;
import io.employeecdc.runtime.options.AddedCommand;
import io.employeecdc.runtime.options.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ManualMainTest {
  @TempDir Path folder;

  @Test
  void every_command_has_a_page_with_each_of_its_options() throws IOException {
    write();

    assertDescribed(Commands.explained(new Cdc()));
  }

  private void write() {
    assertThat(Commands.execute(new ManualMain(), Map.of(), folder + "/share", folder + "/added"))
        .isZero();
  }

  private void assertDescribed(CommandLine command) throws IOException {
    String name = command.getCommandSpec().qualifiedName("-");
    String page = Files.readString(folder.resolve("share/man/man1/" + name + ".1"));
    assertThat(page).startsWith(".TH \"" + escaped(name) + "\"");
    for (var option : command.getCommandSpec().options()) {
      assertThat(page).contains(escaped(option.names()[0]));
    }
    for (CommandLine subcommand : command.getSubcommands().values()) {
      assertThat(page).contains(escaped(subcommand.getCommandSpec().qualifiedName("-")) + "(1)");
      assertDescribed(subcommand);
    }
  }

  private static String escaped(String name) {
    return name.replace("-", "\\-");
  }

  @Test
  void completion_offers_the_commands_in_bash_and_for_zsh_by_the_same_file() throws IOException {
    write();

    assertThat(folder.resolve("share/bash-completion/completions/cdc"))
        .content()
        .contains("_complete_cdc", "_picocli_cdc_dlq_replay", "--max-deletes");
    assertThat(folder.resolve("share/zsh/site-functions/_cdc"))
        .content()
        .startsWith("#compdef cdc")
        .contains("bash-completion/completions/cdc");
  }

  @Test
  void what_another_module_adds_has_its_pages_apart() throws IOException {
    CommandLine cdc = new CommandLine(new Plain()).addSubcommand(new Added());

    ManualMain.writePages(cdc, folder.resolve("share"), folder.resolve("added"));

    assertThat(folder.resolve("share/man/man1/plain.1")).exists();
    assertThat(folder.resolve("share/man/man1/plain-added.1")).doesNotExist();
    assertThat(folder.resolve("added/man/man1/plain-added.1")).exists();
  }

  @Test
  void text_that_man_would_take_for_a_macro_is_text() {
    assertThat(new ManualPage(new CommandLine(new Plain())).text())
        .contains(
            """
            plain \\- Begins
            .SH "DESCRIPTION"
            .nf
            Usage: plain [\\-x=N] FILE
            Begins. And ends.
                  FILE        .cdc of \\(dqhome\\(dq
              \\-x, \\-\\-extra=N   100% of
                              C:\\edata. Default: 7.
            \\&.fi is written so
            .fi
            .SH "SEE ALSO"
            """);
  }

  @Command(name = "plain", description = "Begins. And ends.", footer = ".fi is written so")
  static final class Plain {
    @Parameters(paramLabel = "FILE", description = ".cdc of \"home\"")
    String file;

    @Option(
        names = {"-x", "--extra"},
        paramLabel = "N",
        description = {"100%% of", "C:\\data. Default: ${DEFAULT-VALUE}."})
    int extra = 7;
  }

  @Command(name = "added", description = "Is added.")
  static final class Added implements AddedCommand {}
}
