package io.employeecdc.pipeline.schema.report;

/** What becomes of one version's records in another version's reader. */
enum Outcome {
  READS("✓", "✅", "reads", "reads every record"),
  OBJECTED("!", "⚠️", "differs", "reads every record, but not with the same meaning"),
  FAILS("✗", "❌", "fails", "cannot read every record");

  private final String sign;
  private final String emoji;
  private final String word;
  private final String words;

  Outcome(String sign, String emoji, String word, String words) {
    this.sign = sign;
    this.emoji = emoji;
    this.word = word;
    this.words = words;
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

  /** The predicate of a sentence about a reader. */
  String words() {
    return words;
  }
}
