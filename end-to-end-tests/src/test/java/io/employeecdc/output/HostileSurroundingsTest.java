package io.employeecdc.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.cli.Cdc;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Each command among files and servers that are hostile. Which commands there are, which of their
 * options name files or servers and in which formats they print is asked of picocli.
 */
@Tag("servers")
class HostileSurroundingsTest {
  private static final String FORMAT = "--format";
  private static final String JSON = "--json";
  private static final String SERVER =
      "--(source-url|target-url|schema-registry-url|bootstrap-servers|peer)";

  @TempDir Path folder;

  static Stream<CommandLine> commands() {
    return EveryCommand.leaves();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void files_of_hostile_names_and_contents(CommandLine command) throws IOException {
    Path file = Files.writeString(folder.resolve(Hostile.FILE), content());
    List<String> arguments = begun(command);
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (ofFile(option)) {
        Path none = folder.resolve("none-" + Hostile.FILE).resolve("x");
        arguments.add(option.longestName() + "=" + (isWritten(option) ? none : file));
      }
    }
    positional(command, file).forEach(arguments::add);

    Map<String, String> environment = TestStack.shared().environment();
    if (command.getCommandSpec().args().stream().anyMatch(HostileSurroundingsTest::isTold)) {
      assertThat(runInAllFormats(command, environment, arguments))
          .as(arguments.toString())
          .contains("octocat");
    } else {
      run(environment, arguments);
    }
  }

  /** Of the others, none has a server to ask but those that it starts itself. */
  static Stream<CommandLine> commandsThatAskServers() {
    return commands()
        .filter(
            command ->
                command.getCommandSpec().options().stream()
                    .anyMatch(option -> option.longestName().matches(SERVER)));
  }

  @ParameterizedTest
  @MethodSource("commandsThatAskServers")
  void servers_that_refuse_in_hostile_words(CommandLine command) throws IOException {
    try (RefusingDatabase database = new RefusingDatabase(Hostile.TEXT);
        RefusingBroker broker = new RefusingBroker(Hostile.TEXT);
        Answering http =
            new Answering(401, "{\"error_code\":401,\"message\":\"%s\"}".formatted(Hostile.FILE))) {
      Map<String, String> environment = new TreeMap<>(TestStack.shared().environment());
      environment.put("CDC_SOURCE_URL", database.url());
      environment.put("CDC_TARGET_URL", database.url());
      environment.put("CDC_SCHEMA_REGISTRY_URL", "http://" + http.address());
      environment.put("CDC_BOOTSTRAP_SERVERS", broker.address());
      environment.put(
          "CDC_KAFKA_CONFIG",
          Files.writeString(folder.resolve("client"), RefusingBroker.CLIENT).toString());
      List<String> arguments = begun(command);
      if (command.getCommandSpec().findOption("--peer") != null) {
        arguments.add("--peer=" + http.address());
      }
      Path file = Files.writeString(folder.resolve("file"), "{}");
      positional(command, file).forEach(arguments::add);

      runInAllFormats(command, environment, arguments);
    }
  }

  /** With what a command asks for before it looks at anything else. */
  private static List<String> begun(CommandLine command) {
    List<String> arguments = EveryCommand.path(command);
    for (String flag : List.of("--yes", "--with-topics")) {
      if (command.getCommandSpec().findOption(flag) != null) {
        arguments.add(flag);
      }
    }
    return arguments;
  }

  /** As text, and in all other formats that it has; none of them is obeyed by what shows it. */
  private static String runInAllFormats(
      CommandLine command, Map<String, String> environment, List<String> arguments) {
    List<List<String>> runs = new ArrayList<>(List.of(List.of()));
    if (command.getCommandSpec().findOption(JSON) != null) {
      runs.add(List.of(JSON + "=-"));
    }
    if (command.getCommandSpec().findOption(FORMAT) != null) {
      HostileOutputTest.formats().forEach(format -> runs.add(List.of(FORMAT + "=" + format)));
    }
    StringBuilder told = new StringBuilder();
    for (List<String> more : runs) {
      List<String> all = new ArrayList<>(arguments);
      all.removeIf(argument -> !more.isEmpty() && argument.startsWith(JSON + "="));
      all.addAll(more);
      told.append(run(environment, all));
    }
    return told.toString();
  }

  private static String run(Map<String, String> environment, List<String> arguments) {
    CommandRun run = CommandRun.of(new Cdc(), environment, arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(arguments + run.err()).isIn(2, 3, 4, 5, 6, 7);
    Hostile.assertInert(arguments.toString(), run.out());
    Hostile.assertInert(arguments.toString(), run.err());
    return run.out() + run.err();
  }

  /** One with a password is not named: it would be read. */
  private static boolean ofFile(ArgSpec argument) {
    return argument.paramLabel().matches(".*(FILE|DIR|avsc).*")
        && !name(argument).endsWith("-password-file");
  }

  /** Where it could be written, commands would do what they are for. */
  private static boolean isWritten(ArgSpec argument) {
    return name(argument).matches("--json|--metrics-file");
  }

  /** Of the others, what is wrong is told without the name. */
  private static boolean isTold(ArgSpec argument) {
    return ofFile(argument)
        && !isWritten(argument)
        && !name(argument).matches("--schemas|--schema-registry-config");
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : "";
  }

  private static Stream<String> positional(CommandLine command, Path file) {
    return command.getCommandSpec().positionalParameters().stream()
        .map(
            argument ->
                switch (argument.paramLabel()) {
                  case "FILE", "NEW.avsc" -> file.toString();
                  case "PARTITION:OFFSET", "PARTITION:OFFSET[-OFFSET]" -> "0:0";
                  default -> throw new AssertionError("what is " + argument.paramLabel());
                });
  }

  /** Wrong as a file of settings, of JSON, of Avro and of CSV. */
  private static String content() {
    return "security.protocol=::error::x\\u001b\\n::error::y\n" + Hostile.TEXT;
  }
}
