package io.employeecdc.schematools.report;

import java.util.Locale;

/** What becomes of one version's records in another version's reader. */
enum PairOutcome {
  READS("✓", "✅", "reads", "%s reads every record of %s"),
  OBJECTED("!", "⚠️", "differs", "%s reads every record of %s, but not with the same meaning"),
  FAILS("✗", "❌", "fails", "%s cannot read every record of %s");

  final String sign;
  final String emoji;
  final String word;
  private final String sentence;

  PairOutcome(String sign, String emoji, String word, String sentence) {
    this.sign = sign;
    this.emoji = emoji;
    this.word = word;
    this.sentence = sentence;
  }

  String sentence(String reader, String writer) {
    return sentence.formatted(reader, writer);
  }

  String legend() {
    return sentence("the reader", "the writer");
  }

  String style() {
    return name().toLowerCase(Locale.ROOT);
  }
}
