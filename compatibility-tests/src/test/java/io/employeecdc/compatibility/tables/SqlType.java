package io.employeecdc.compatibility.tables;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A type of PostgreSQL by the name that migrations use, such as {@code varchar}.
 *
 * @param modifiers length, or precision and scale; empty if there are none
 */
record SqlType(String name, List<Integer> modifiers) {
  private static final Map<String, String> SHORT =
      Map.of(
          "character varying", "varchar",
          "timestamp with time zone", "timestamptz",
          "timestamp without time zone", "timestamp",
          "time without time zone", "time",
          "int", "integer");

  private static final Pattern SYNTAX =
      Pattern.compile("([a-z_ ]+?)(?:\\((\\d+)(?:,(\\d+))?\\))?( (?:with|without) time zone)?");

  /** Reads what {@code format_type} prints, or what a migration says. */
  static SqlType parse(String text) {
    Matcher type = SYNTAX.matcher(text);
    if (!type.matches()) {
      // An array, or a type in quotes: one that no field is mapped to.
      return new SqlType(text, List.of());
    }
    String name = type.group(1) + Objects.requireNonNullElse(type.group(4), "");
    List<Integer> modifiers =
        Stream.of(2, 3).map(type::group).filter(Objects::nonNull).map(Integer::valueOf).toList();
    return new SqlType(SHORT.getOrDefault(name, name), modifiers);
  }

  @Override
  public String toString() {
    return modifiers.isEmpty()
        ? name
        : name + modifiers.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
  }
}
