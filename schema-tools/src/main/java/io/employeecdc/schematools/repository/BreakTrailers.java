package io.employeecdc.schematools.repository;

import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.schematools.avsc.TextPosition;
import io.employeecdc.schematools.check.Finding;
import io.employeecdc.schematools.rule.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Breaks that commits since a revision allow by a line of their messages, naming files from the
 * top.
 */
record BreakTrailers(Path top, List<AllowedBreak> allowed, List<Finding> mistaken) {
  static final BreakTrailers NONE = new BreakTrailers(Path.of(""), List.of(), List.of());
  static final String KEY = "Allow-Schema-Break";

  private static final Pattern TRAILER = Pattern.compile("(\\S.*?)\\s+([a-z-]+):\\s+(\\S.*)");

  static BreakTrailers since(String commit, Path folder) throws IOException {
    String top = Git.text(folder, "rev-parse", "--show-toplevel").orElse("").strip();
    BreakTrailers trailers =
        new BreakTrailers(OptionReader.path(top), new ArrayList<>(), new ArrayList<>());
    String format = "--format=%x00%h%n%(trailers:key=" + KEY + ",valueonly,unfold)";
    String log =
        Git.text(folder, "-c", "log.showSignature=false", "log", format, commit + "..HEAD")
            .orElse("");
    for (String entry : log.split("\0", -1)) {
      List<String> lines = entry.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      lines.stream().skip(1).forEach(line -> trailers.add(lines.get(0), line));
    }
    return trailers;
  }

  private void add(String commit, String line) {
    String where = "commit " + commit;
    Matcher trailer = TRAILER.matcher(line);
    Optional<AllowedBreak> read =
        trailer.matches()
            ? AllowedBreak.of(
                top.resolve(OptionReader.path(trailer.group(1))).normalize(),
                trailer.group(2),
                "by " + where + ": " + trailer.group(3),
                where)
            : Optional.empty();
    read.ifPresentOrElse(
        allowed::add,
        () ->
            mistaken.add(
                Finding.ofFile(
                    Rule.UNUSED_EXCEPTION,
                    TextPosition.startOf(where),
                    "its line " + KEY + " allows nothing",
                    "write " + KEY + ": FILE RULE: REASON, as the finding names file and rule")));
  }
}
