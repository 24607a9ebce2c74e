package io.employeecdc.runtime.registry;

import io.employeecdc.runtime.options.OptionReader;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The registry of another site, whose records are mirrored here. */
public final class SameIdsOption {
  private static final String NAME = "--same-ids-as";

  @Option(
      names = NAME,
      paramLabel = "URL",
      description =
          "A registry, such as another site's, with whose ids the versions are to be registered;"
              + " refused where that cannot be. --schema-registry-config is for both.")
  String url;

  /**
   * How to reach it; empty if any ids will do.
   *
   * @param here whose security settings are for both
   */
  public Optional<RegistrySettings> read(OptionReader options, RegistrySettings here) {
    return Optional.ofNullable(url)
        .map(given -> options.httpUrl(NAME, given))
        .map(address -> new RegistrySettings(address, here.security()));
  }
}
