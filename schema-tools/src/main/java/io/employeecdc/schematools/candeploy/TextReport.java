package io.employeecdc.schematools.candeploy;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** For the operator: what was found, then the answer. */
final class TextReport {
  private static final String INDENT = "              ";

  private TextReport() {}

  static void print(DeploySettings settings, DeployFacts facts, Answer answer, PrintWriter out) {
    out.printf("registry      %s: %s%n", settings.subject(), registry(facts));
    topic("topic", facts.changes(), facts, out);
    topic("dead letters", facts.deadLetters(), facts, out);
    peers(facts.peers(), out);
    out.println();
    answer(settings, answer, out);
  }

  private static String registry(DeployFacts facts) {
    return facts.held().isEmpty()
        ? "nothing registered"
        : facts.held().stream().map(FoundSchema::describe).collect(Collectors.joining(", "))
            + "; level "
            + facts.level();
  }

  private static void topic(String label, TopicCount count, DeployFacts facts, PrintWriter out) {
    long total = count.total();
    out.printf(
        "%-14s%s: %s%n",
        label,
        count.topic,
        total == 0 ? "empty" : "%,d record%s".formatted(total, total == 1 ? "" : "s"));
    count.records.forEach((id, records) -> line(records, facts.schemas().get(id).describe(), out));
    line(count.tombstones, "tombstones", out);
    line(count.malformed, "without a schema id", out);
  }

  private static void line(long records, String what, PrintWriter out) {
    if (records > 0) {
      out.printf("%s%,12d  %s%n", INDENT, records, what);
    }
  }

  private static void peers(List<Peer> peers, PrintWriter out) {
    if (peers.isEmpty()) {
      out.println("peers         not asked; --peer HOST:PORT names a running service's metrics");
    }
    for (int i = 0; i < peers.size(); i++) {
      Peer peer = peers.get(i);
      out.printf("%-14s%s: %s%n", i == 0 ? "peers" : "", peer.address(), peer.describe());
    }
  }

  private static void answer(DeploySettings settings, Answer answer, PrintWriter out) {
    String what = "the %s of version %d".formatted(settings.service().word(), settings.number());
    if (answer.yes()) {
      out.printf("yes: %s may be deployed now%n", what);
      answer.consequences().forEach(text -> out.println("  - " + text));
    } else {
      out.printf("no: %s may not be deployed now%n", what);
      answer.reasons().forEach(text -> out.println("  - " + text));
    }
    if (!answer.order().isEmpty()) {
      out.println("first:");
      for (int i = 0; i < answer.order().size(); i++) {
        out.printf("  %d. %s%n", i + 1, answer.order().get(i));
      }
    }
    answer.notes().forEach(text -> out.println("note: " + text));
  }
}
