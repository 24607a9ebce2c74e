package io.employeecdc.runtime.options;

import io.employeecdc.runtime.build.BuildVersion;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** A program's {@code --version}; to be mixed into its outermost command. */
public final class VersionOption {
  @Option(names = "--version", versionHelp = true, description = "Print the version and end.")
  boolean asked;

  /** What it prints. */
  public static final class Text implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Employee CDC " + BuildVersion.text()};
    }
  }
}
