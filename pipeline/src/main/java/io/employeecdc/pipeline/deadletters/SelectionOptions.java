package io.employeecdc.pipeline.deadletters;

import io.employeecdc.contract.table.Key;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.options.OptionReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options that choose among dead letters; to be mixed into a command. */
final class SelectionOptions {
  private static final Pattern ERROR = Pattern.compile("[A-Za-z0-9_.$]{2,300}");

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "Only letters of the row with this key, as 'cdc dlq list' shows it; may be given several"
              + " times.")
  List<String> keys = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "TIME|OFFSET",
      description =
          "Only letters given up at this time (such as 2026-11-22T10:00:00Z) or later, or from this"
              + " offset on.")
  String from;

  @Option(
      names = "--to",
      paramLabel = "TIME|OFFSET",
      description = "Only letters given up at this time or before, or up to and with this offset.")
  String to;

  @Option(
      names = "--error",
      paramLabel = "CLASS|SQLSTATE",
      description =
          "Only letters with this reason, as 'cdc dlq list' shows it: a SQLSTATE (23505) or its"
              + " class (23), a decoding fault, or the class of an error.")
  String error;

  Selection read(OptionReader options, Key key) {
    Bound first = Bound.read(options, "--from", from);
    Bound last = Bound.read(options, "--to", to);
    if (Bound.isEmpty(first, last)) {
      options.complain("--to", "before --from");
    }
    if (error != null) {
      options.matching("--error", error, ERROR, "a SQLSTATE, a decoding fault or a class's name");
    }
    Set<String> rows =
        keys.stream()
            .map(text -> ContractOption.key(options, key, "--key", text))
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return new Selection(rows, first, last, error == null || error.isEmpty() ? null : error);
  }
}
