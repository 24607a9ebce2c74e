package io.employeecdc.contract.release;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list of released versions: a text of one line per version, so that a release is one added
 * line in a pull request.
 *
 * @param entries as they stand in the text
 * @param malformed the numbers of the lines that say nothing
 */
public record Manifest(List<Entry> entries, List<Integer> malformed) {
  /** The file's name, beside the released files. */
  public static final String FILE = "versions.txt";

  private static final String HEAD =
      "# Released versions: number, date, SHA-256 of the file. Written by 'cdc schema release'; never"
          + " edited.\n";
  private static final Pattern LINE =
      Pattern.compile("([1-9]\\d{0,5}) (\\d{4}-\\d{2}-\\d{2}) ([0-9a-f]{64})");

  record Entry(int line, Release release) {}

  /** Reads a list; what cannot be read is reported by its line, not thrown. */
  public static Manifest parse(String text) {
    List<Entry> entries = new ArrayList<>();
    List<Integer> malformed = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        add(line, i + 1, entries, malformed);
      }
    }
    return new Manifest(List.copyOf(entries), List.copyOf(malformed));
  }

  public List<Release> releases() {
    return entries.stream().map(Entry::release).toList();
  }

  static String text(List<Release> releases) {
    StringBuilder text = new StringBuilder(HEAD);
    releases.forEach(release -> text.append(release.line()).append('\n'));
    return text.toString();
  }

  private static void add(String line, int number, List<Entry> entries, List<Integer> malformed) {
    Matcher match = LINE.matcher(line);
    try {
      if (match.matches()) {
        entries.add(
            new Entry(
                number,
                new Release(
                    Integer.parseInt(match.group(1)),
                    LocalDate.parse(match.group(2)),
                    match.group(3))));
        return;
      }
    } catch (DateTimeException e) {
      // A day that no calendar has is as malformed as any other text.
    }
    malformed.add(number);
  }
}
