package io.employeecdc.runtime.options;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What somebody else's client says about its settings, without their values: any of them may be a
 * secret in the wrong place. Files that settings name are told, as they are there.
 */
public final class Masked {
  private static final String INSTEAD = "…";
  private static final String BETWEEN_WORDS = "\\s\"'=;,:()\\[\\]{}<>";
  private static final Pattern ENDS = Pattern.compile("[" + BETWEEN_WORDS + "]+");
  private static final Pattern WORD = Pattern.compile("[^" + BETWEEN_WORDS + "]+");

  /** Shorter ones are no secrets, and are in every text. */
  private static final int SHORTEST = 3;

  private Masked() {}

  /** The text without the settings' values and without what stands in them. */
  public static String text(String text, Map<String, String> settings) {
    List<String> values =
        settings.entrySet().stream()
            .filter(setting -> !setting.getKey().endsWith("store.location"))
            .map(Map.Entry::getValue)
            .filter(value -> value.length() >= SHORTEST)
            .toList();
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, INSTEAD);
    }
    List<String> parts =
        values.stream()
            .flatMap(value -> Stream.of(ENDS.split(value)))
            .map(part -> part.toLowerCase(Locale.ROOT))
            .filter(part -> part.length() >= SHORTEST)
            .toList();
    return WORD.matcher(masked)
        .replaceAll(word -> isPartOf(parts, word.group()) ? INSTEAD : quoted(word.group()));
  }

  /** Also a constant of a class that would be called so, and what is left of a word cut short. */
  private static boolean isPartOf(List<String> parts, String said) {
    String word = said.toLowerCase(Locale.ROOT);
    return word.length() >= SHORTEST
        && parts.stream().anyMatch(part -> part.contains(word) || word.endsWith("." + part));
  }

  private static String quoted(String word) {
    return Matcher.quoteReplacement(word);
  }
}
