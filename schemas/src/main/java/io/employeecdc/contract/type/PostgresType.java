package io.employeecdc.contract.type;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column's type as PostgreSQL's {@code format_type} tells it.
 *
 * @param text all of it, such as {@code character varying(100)}
 * @param name without length and precision, such as {@code timestamp with time zone}
 * @param modifiers length, or precision and scale; empty if there are none
 * @param array whether it is an array of that
 * @param category PostgreSQL's {@code typcategory}, such as {@code S} for texts and {@code E} for
 *     enum types
 */
public record PostgresType(
    String text, String name, List<Integer> modifiers, boolean array, char category) {
  private static final Pattern MODIFIERS = Pattern.compile("\\((-?\\d+(?:,-?\\d+)*)\\)");

  /** As {@code format_type} tells them, of types whose names a contract may write in short. */
  private static final Map<String, String> FULL_NAMES =
      Map.ofEntries(
          Map.entry("varchar", "character varying"),
          Map.entry("char", "character"),
          Map.entry("varbit", "bit varying"),
          Map.entry("int", "integer"),
          Map.entry("int2", "smallint"),
          Map.entry("int4", "integer"),
          Map.entry("int8", "bigint"),
          Map.entry("float4", "real"),
          Map.entry("float8", "double precision"),
          Map.entry("bool", "boolean"),
          Map.entry("decimal", "numeric"),
          Map.entry("time", "time without time zone"),
          Map.entry("timestamp", "timestamp without time zone"),
          Map.entry("timetz", "time with time zone"),
          Map.entry("timestamptz", "timestamp with time zone"));

  /** Of PostgreSQL's own types, those that are no text whatever somebody else calls a type. */
  private static final Set<String> NUMBERS_AND_TIMES =
      Set.of(
          "smallint",
          "integer",
          "bigint",
          "real",
          "double precision",
          "boolean",
          "numeric",
          "money",
          "date",
          "interval",
          "time without time zone",
          "time with time zone",
          "timestamp without time zone",
          "timestamp with time zone");

  public PostgresType {
    modifiers = List.copyOf(modifiers);
  }

  /**
   * Takes a type's text apart, which is in lower case but for a name in quotes.
   *
   * @param category of an array, that of its elements
   */
  public static PostgresType of(String written, char category) {
    String text = written.contains("\"") ? written : written.toLowerCase(Locale.ROOT);
    boolean array = text.endsWith("[]");
    String scalar = array ? text.substring(0, text.length() - 2) : text;
    Matcher modifiers = MODIFIERS.matcher(scalar);
    List<Integer> numbers =
        modifiers.find()
            ? Arrays.stream(modifiers.group(1).split(",")).map(Integer::valueOf).toList()
            : List.of();
    String name = MODIFIERS.matcher(scalar).replaceFirst("");
    String full = FULL_NAMES.getOrDefault(name, name);
    return new PostgresType(
        text, full, numbers, array, NUMBERS_AND_TIMES.contains(full) ? 'N' : category);
  }

  /** The type of this array's elements. */
  PostgresType element() {
    return new PostgresType(text.substring(0, text.length() - 2), name, modifiers, false, category);
  }

  /** The first modifier: a length or a precision; the default where there is none. */
  int modifier(int otherwise) {
    return modifiers.isEmpty() ? otherwise : modifiers.get(0);
  }

  boolean is(String... names) {
    return !array && List.of(names).contains(name);
  }

  boolean isNamedAs(PostgresType other) {
    return !array && name.equals(other.name);
  }

  @Override
  public String toString() {
    return text;
  }
}
