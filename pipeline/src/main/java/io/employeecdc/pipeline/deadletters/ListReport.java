package io.employeecdc.pipeline.deadletters;

import io.employeecdc.contract.table.Key;
import io.employeecdc.pipeline.output.TextTable;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The dead letters in words: a line each, then the reasons. */
final class ListReport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private ListReport() {}

  static void print(String topic, Key key, LetterTally tally, PrintWriter out) {
    List<DeadLetter> letters = tally.newest();
    List<String> origins = letters.stream().map(ListReport::topic).distinct().toList();
    out.println(headline(topic, tally, letters.size(), origins));
    if (!letters.isEmpty()) {
      out.println();
      letters(letters, origins.size() > 1, key.names()).print(out);
    }
    if (tally.count() > 0) {
      out.println();
      tally.printReasons(out);
      out.println();
      tally.printByTime(out);
    }
  }

  private static String headline(String topic, LetterTally tally, int shown, List<String> origins) {
    long count = tally.count();
    String line =
        switch ((int) Math.min(count, 2)) {
          case 0 -> topic + ": no dead letters";
          case 1 -> topic + ": 1 dead letter";
          default -> topic + ": " + count + " dead letters";
        };
    line += origins.size() == 1 ? " from " + origins.get(0) : "";
    line += shown < count ? ", the newest " + shown + " listed (--limit)" : "";
    return tally.done() > 0 ? line + "; " + tally.done() + " already replayed (--all)" : line;
  }

  /**
   * The original topic is a column only where there are several: that leaves room for the reason.
   */
  private static TextTable letters(List<DeadLetter> letters, boolean withTopic, String key) {
    TextTable table =
        new TextTable(
            ">AT",
            "TIME (UTC)",
            withTopic ? "FROM" : ">FROM",
            ">" + key.toUpperCase(Locale.ROOT),
            "STAGE",
            ">TRIES",
            "REASON");
    for (DeadLetter letter : letters) {
      table.add(
          letter.place(),
          letter.time().map(TIME::format).orElse("-"),
          withTopic ? topic(letter) + " " + letter.origin() : letter.origin(),
          letter.key(),
          letter.text(Header.STAGE),
          letter.text(Header.TRIES),
          why(letter));
    }
    return table;
  }

  private static String topic(DeadLetter letter) {
    return letter.text(Header.TOPIC);
  }

  private static String why(DeadLetter letter) {
    StringBuilder why = new StringBuilder(letter.reason().code());
    letter.header(Header.COLUMN).ifPresent(column -> why.append(" column ").append(column));
    letter.header(Header.CONSTRAINT).ifPresent(name -> why.append(" constraint ").append(name));
    return why.toString();
  }
}
