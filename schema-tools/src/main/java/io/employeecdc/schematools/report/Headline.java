package io.employeecdc.schematools.report;

import io.employeecdc.schemacheck.CheckResult;
import io.employeecdc.schemacheck.Mode;
import io.employeecdc.schemacheck.Version;
import io.employeecdc.schemacheck.rule.Affected;
import io.employeecdc.schemacheck.rule.Direction;
import java.util.List;
import java.util.Locale;

record Headline(Tone tone, String title, String detail) {
  /** How good the news is; colours and signs follow. */
  enum Tone {
    GOOD("✓", "✅ "),
    BAD("✗", "❌ "),
    PLAIN("•", "");

    final String sign;
    final String emoji;

    Tone(String sign, String emoji) {
      this.sign = sign;
      this.emoji = emoji;
    }

    String style() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Headline of(SchemaReport report) {
    CheckResult change = report.change();
    String against = versions(change.versions());
    if (!change.compatible()) {
      return broken(change, against);
    }
    if (change.mode() == Mode.NONE) {
      return new Headline(Tone.PLAIN, "Not judged", "The mode is NONE, which allows everything.");
    }
    if (change.versions().isEmpty()) {
      return new Headline(
          Tone.GOOD, "First version", "There is no earlier version that it could break.");
    }
    if (!report.changed()) {
      return new Headline(
          Tone.GOOD,
          "Nothing changed",
          "The working schema is that of "
              + change.versions().get(change.versions().size() - 1)
              + ", word for word.");
    }
    return new Headline(
        Tone.GOOD,
        "May be merged",
        "Compatible with %s under %s. %s"
            .formatted(against, change.mode(), deployment(change.mode())));
  }

  /** {@code versions 1, 2 and 3}, or the names one after the other. */
  private static String versions(List<String> labels) {
    String all = Version.all(labels, " and ");
    return labels.size() > 1 && Version.numbered(labels) ? all.replaceFirst(" ", "s ") : all;
  }

  private static Headline broken(CheckResult change, String against) {
    String affected =
        Affected.listed(change.findings().stream().flatMap(finding -> finding.breaks().stream()));
    String title = affected.isEmpty() ? "Breaks a rule, but no program" : "Breaks " + affected;
    String problems = change.errors() == 1 ? "1 problem" : change.errors() + " problems";
    String judged =
        against.isEmpty() ? "" : " against %s under %s".formatted(against, change.mode());
    return new Headline(Tone.BAD, title, "Must not be merged: " + problems + judged + ".");
  }

  private static String deployment(Mode mode) {
    boolean newReadsOld = mode.asks(Direction.NEW_READS_OLD);
    boolean oldReadsNew = mode.asks(Direction.OLD_READS_NEW);
    if (newReadsOld && oldReadsNew) {
      return "Producers and consumers may be deployed in any order.";
    }
    return newReadsOld ? "Deploy the consumers first." : "Deploy the producers first.";
  }
}
