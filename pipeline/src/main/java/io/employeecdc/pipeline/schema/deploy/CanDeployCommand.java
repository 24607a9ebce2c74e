package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.runtime.options.CommandGroup;
import picocli.CommandLine.Command;

/** {@code cdc schema can-deploy}. */
@Command(
    name = "can-deploy",
    description =
        "Say whether a producer or consumer of a schema version may be deployed now, why, and in"
            + " which order.",
    subcommands = {CanDeployProducerCommand.class, CanDeployConsumerCommand.class})
public final class CanDeployCommand extends CommandGroup {}
