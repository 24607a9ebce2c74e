package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.check.Mode;
import io.employeecdc.contract.check.Rules;
import io.employeecdc.runtime.options.OptionReader;
import java.util.Locale;
import picocli.CommandLine.Option;

/** By what a change is judged; to be mixed into a command. */
final class ModeAndRules {
  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = {
        "NONE, BACKWARD, FORWARD, FULL, or the last three with _TRANSITIVE, which judges every",
        "earlier version and not only the newest. Default: FULL_TRANSITIVE."
      })
  String mode = "FULL_TRANSITIVE";

  @Option(
      names = "--rules",
      paramLabel = "RULES",
      description = {
        "all, or avro: only what a registry refuses, without what Avro's decoder alone cannot read",
        "and the rules of this project (logical types, lossy promotions, docs, defaults).",
        "Default: all."
      })
  String rules = "all";

  Mode mode(OptionReader options) {
    return options.choice("--mode", mode.toLowerCase(Locale.ROOT), Mode.class);
  }

  Rules rules(OptionReader options) {
    return options.choice("--rules", rules.toLowerCase(Locale.ROOT), Rules.class);
  }
}
