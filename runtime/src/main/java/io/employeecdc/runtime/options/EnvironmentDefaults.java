package io.employeecdc.runtime.options;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes an option that was not given from its environment variable; an empty one counts as unset.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
  private final Map<String, String> environment;
  private final Set<String> given;

  /**
   * @param given the command line: of a flag that has a default, picocli makes the opposite
   */
  EnvironmentDefaults(Map<String, String> environment, String... given) {
    this.environment = environment;
    this.given = Set.of(Arrays.stream(given).distinct().toArray(String[]::new));
  }

  Map<String, String> environment() {
    return environment;
  }

  /** {@code --source-url} is {@code CDC_SOURCE_URL}. */
  static String variable(String option) {
    return "CDC_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)
        || option.usageHelp()
        || option.versionHelp()
        || given.contains(option.longestName())) {
      return null;
    }
    String value = environment.get(variable(option.longestName()));
    return value == null || value.isEmpty() ? null : value;
  }
}
