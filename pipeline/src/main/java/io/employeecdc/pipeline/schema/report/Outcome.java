package io.employeecdc.pipeline.schema.report;

import java.util.Locale;

/** What becomes of one version's records in another version's reader. */
enum Outcome {
  READS("✓", "✅", "reads", "%s reads every record of %s"),
  OBJECTED("!", "⚠️", "differs", "%s reads every record of %s, but not with the same meaning"),
  FAILS("✗", "❌", "fails", "%s cannot read every record of %s");

  private final String sign;
  private final String emoji;
  private final String word;
  private final String sentence;

  Outcome(String sign, String emoji, String word, String sentence) {
    this.sign = sign;
    this.emoji = emoji;
    this.word = word;
    this.sentence = sentence;
  }

  String sign() {
    return sign;
  }

  String emoji() {
    return emoji;
  }

  String word() {
    return word;
  }

  String sentence(String reader, String writer) {
    return sentence.formatted(reader, writer);
  }

  /** What it means of any two versions. */
  String legend() {
    return sentence("the reader", "the writer");
  }

  /** How the page's style sheet calls it. */
  String style() {
    return name().toLowerCase(Locale.ROOT);
  }
}
