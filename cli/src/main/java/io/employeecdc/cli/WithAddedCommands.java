package io.employeecdc.cli;

import io.employeecdc.runtime.options.AddedCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** Puts the commands of other modules before those that are always there. */
final class WithAddedCommands implements IModelTransformer {
  @Override
  public CommandSpec transform(CommandSpec cdc) {
    Map<String, CommandLine> always = new LinkedHashMap<>(cdc.subcommands());
    always.keySet().forEach(cdc::removeSubcommand);
    ServiceLoader.load(AddedCommand.class).stream()
        .map(ServiceLoader.Provider::type)
        .map(CommandLine::new)
        .forEach(line -> cdc.addSubcommand(line.getCommandName(), line));
    always.forEach(cdc::addSubcommand);
    return cdc;
  }
}
