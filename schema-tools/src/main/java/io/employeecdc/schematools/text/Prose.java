package io.employeecdc.schematools.text;

import java.util.ArrayList;
import java.util.List;

/** A piece of a sentence of the check, in which names and values stand in backticks. */
public record Prose(String text, boolean code) {
  /** The sentence in order; a backtick without a second one stands for itself. */
  public static List<Prose> pieces(String sentence) {
    List<Prose> pieces = new ArrayList<>();
    int from = 0;
    while (from < sentence.length()) {
      int open = sentence.indexOf('`', from);
      int close = open < 0 ? -1 : sentence.indexOf('`', open + 1);
      if (close < 0) {
        pieces.add(new Prose(sentence.substring(from), false));
        break;
      }
      pieces.add(new Prose(sentence.substring(from, open), false));
      pieces.add(new Prose(sentence.substring(open + 1, close), true));
      from = close + 1;
    }
    return pieces;
  }
}
