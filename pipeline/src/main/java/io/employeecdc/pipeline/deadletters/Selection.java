package io.employeecdc.pipeline.deadletters;

import java.util.Locale;
import java.util.Set;

/**
 * Which dead letters are meant.
 *
 * @param keys as text; empty for all
 * @param from the first that are meant; null for no bound
 * @param to the last that are meant; null for no bound
 * @param error a SQLSTATE, its first two characters, a decoding fault, or an error's class with or
 *     without its package; null for all
 */
record Selection(Set<String> keys, Bound from, Bound to, String error) {
  boolean matches(DeadLetter letter) {
    return (keys.isEmpty() || keys.contains(letter.key()))
        && (from == null || from.compare(letter, -1) >= 0)
        && (to == null || to.compare(letter, 1) <= 0)
        && (error == null || isOf(letter));
  }

  private boolean isOf(DeadLetter letter) {
    String code = letter.reason().code().toUpperCase(Locale.ROOT);
    String wanted = error.toUpperCase(Locale.ROOT);
    return code.equals(wanted)
        || (wanted.length() == 2 && letter.text(Header.SQL_STATE).startsWith(wanted))
        || letter.isOfClass(error);
  }
}
