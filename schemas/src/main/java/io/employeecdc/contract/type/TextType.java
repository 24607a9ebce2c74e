package io.employeecdc.contract.type;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A string: texts of all kinds, and what else has a text form that its input takes. */
public class TextType extends ColumnType {
  /**
   * Categories of types whose values have a form of their own in Avro (boolean, numbers, times), or
   * whose text depends on the settings of who writes it (intervals, ranges, geometric, composite).
   */
  private static final String NOT_AS_TEXT = "BNDTRGCP";

  private static final char ENUM = 'E';

  /**
   * What keeps a text as it came, whatever it is the text of. Others write it anew (jsonb the
   * spaces, char(n) the blanks at its end): if only one side does, equal rows look different.
   */
  private static final String[] KEEP_TEXT = {"text", "character varying", "citext"};

  private static final String[] LIMITED = {"character varying", "character"};

  TextType() {
    this("text");
  }

  TextType(String sqlType) {
    super(sqlType, "text", String.class);
  }

  @Override
  public boolean canSay(PostgresType found, PostgresType declared) {
    int longest = declared.modifier(Integer.MAX_VALUE);
    boolean fits =
        longest == Integer.MAX_VALUE
            || (found.is(LIMITED) && found.modifier(Integer.MAX_VALUE) <= longest)
            || (found.isNamedAs(declared) && found.modifiers().equals(declared.modifiers()));
    boolean keepsText = declared.is(KEEP_TEXT) || found.isNamedAs(declared);
    return hasTextForm(found) && (found.category() == ENUM || (keepsText && fits));
  }

  /** What is too long for it is a dead letter: a limit of the target's own, as any constraint. */
  @Override
  public boolean canBeHeld(PostgresType found, PostgresType declared) {
    boolean hasRoom =
        found.modifiers().isEmpty()
            || (found.is(LIMITED)
                ? declared.modifier(0) > 0
                : found.modifiers().equals(declared.modifiers()));
    boolean keepsText = found.is(KEEP_TEXT) || found.isNamedAs(declared);
    return hasTextForm(found) && (found.category() == ENUM || (keepsText && hasRoom));
  }

  private static boolean hasTextForm(PostgresType found) {
    return !found.array() && !found.is("bytea") && NOT_AS_TEXT.indexOf(found.category()) < 0;
  }

  @Override
  public String captured(String column) {
    return column + "::text";
  }

  @Override
  public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
    out.bytes(row.array(), row.arrayOffset() + at, length);
  }

  @Override
  public Object decode(ByteBuffer row, int at, int length) {
    return new String(row.array(), row.arrayOffset() + at, length, StandardCharsets.UTF_8);
  }

  @Override
  public boolean isKey() {
    return true;
  }

  /** Equal values of jsonb, say, may have texts that differ; so may those of a domain. */
  @Override
  public boolean tellsKeysApart(PostgresType found) {
    return found.is("text", "character varying", "character") || found.category() == ENUM;
  }

  /** No text of PostgreSQL holds U+0000. */
  @Override
  public boolean canBeSent(Object value) {
    return value.toString().indexOf('\0') < 0;
  }

  /** The cast takes the padding off a {@code char(n)}. */
  @Override
  public String digest(String column) {
    return "length(%1$s::text) || ':' || %1$s::text".formatted(column);
  }

  @Override
  public String text(Object value) {
    return value.toString();
  }

  @Override
  public Object parse(String text) {
    return text;
  }
}
