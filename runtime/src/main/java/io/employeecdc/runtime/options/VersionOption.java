package io.employeecdc.runtime.options;

import io.employeecdc.runtime.build.BuildVersion;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A program's {@code --version}; to be mixed into its outermost command. */
public final class VersionOption {
  @Option(names = "--version", versionHelp = true, description = "Print the version and end.")
  boolean asked;

  /** What it prints. */
  public static final class Text implements IVersionProvider {
    /** Set by the launcher and in images, which know it. */
    private static final String COMMIT = "EMPLOYEE_CDC_COMMIT";

    @Spec CommandSpec spec;

    @Override
    public String[] getVersion() {
      String commit =
          ((EnvironmentDefaults) spec.defaultValueProvider())
              .environment()
              .getOrDefault(COMMIT, "");
      return new String[] {
        "Employee CDC "
            + BuildVersion.text()
            + (commit.isEmpty() ? "" : ", commit " + commit)
            + ", Java "
            + Runtime.version()
      };
    }
  }
}
