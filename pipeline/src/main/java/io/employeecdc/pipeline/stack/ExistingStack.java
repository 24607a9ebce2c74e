package io.employeecdc.pipeline.stack;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** A command about a stack that is there. */
abstract class ExistingStack extends OptionsCommand<Path> {
  @Mixin StackDirectory directory = new StackDirectory();

  abstract ExitCode run(LocalStack stack);

  @Override
  protected Path read(OptionReader options) {
    return directory.path();
  }

  @Override
  protected final ExitCode run(Path path) {
    LocalStack stack =
        LocalStack.find(path)
            .orElseThrow(
                () ->
                    new CdcException(
                        ExitCode.CONFIGURATION,
                        "no local stack in " + path + "; start one with 'cdc stack up'"));
    return StackFailure.explain(() -> run(stack));
  }
}
