package io.employeecdc.operations.deadletters;

import io.employeecdc.contract.table.Key;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.options.OptionReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

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

  Predicate<DeadLetterSummary> read(OptionReader options, Key key) {
    Bound first = bound(options, "--from", from);
    Bound last = bound(options, "--to", to);
    if (first.isBehind(last)) {
      options.complain("--to", "before --from");
    }
    String reason = error == null ? "" : error;
    options.matching("--error", reason, ERROR, "a SQLSTATE, a decoding fault or a class's name");
    Set<String> rows =
        keys.stream()
            .map(text -> ContractOption.key(options, key, "--key", text))
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return letter ->
        (rows.isEmpty() || rows.contains(letter.key()))
            && first.compare(letter, -1) >= 0
            && last.compare(letter, 1) <= 0
            && (reason.isEmpty() || letter.isOf(reason));
  }

  private static Bound bound(OptionReader options, String option, String text) {
    if (text == null) {
      return Bound.NONE;
    }
    if (text.matches("\\d{1,18}")) {
      return new Bound(Long.valueOf(text), null);
    }
    try {
      return new Bound(null, Instant.parse(text));
    } catch (DateTimeParseException e) {
      options.complain(option, "neither a time such as 2026-11-22T10:00:00Z nor an offset");
      return Bound.NONE;
    }
  }

  /** An end by offset, the same for every partition, or by the time of giving up. */
  private record Bound(Long offset, Instant time) {
    static final Bound NONE = new Bound(null, null);

    /** Below 0 if the letter is before the bound, 0 if it is there, also if there is none. */
    int compare(DeadLetterSummary letter, int ifItHasNoTime) {
      if (time != null) {
        return letter.time().map(given -> given.compareTo(time)).orElse(ifItHasNoTime);
      }
      return offset == null ? 0 : Long.compare(letter.place().offset(), offset);
    }

    /** Whether nothing can be between the two; between two of other kinds anything may be. */
    boolean isBehind(Bound last) {
      return (time != null && last.time != null && time.isAfter(last.time))
          || (offset != null && last.offset != null && offset > last.offset);
    }
  }
}
