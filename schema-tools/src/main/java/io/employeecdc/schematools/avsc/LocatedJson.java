package io.employeecdc.schematools.avsc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A JSON value that knows where it stands.
 *
 * @param at where it begins
 * @param plain the same value for libraries that know nothing of places
 * @param members of an object, in the order of the text
 * @param repeated the members that stand twice, of which the last counts
 * @param elements of an array
 */
public record LocatedJson(
    TextPosition at,
    JsonNode plain,
    Map<String, LocatedJson> members,
    Map<String, LocatedJson> repeated,
    List<LocatedJson> elements) {
  static LocatedJson scalar(TextPosition at, JsonNode plain) {
    return new LocatedJson(at, plain, Map.of(), Map.of(), List.of());
  }

  /** A member of an object; null if this is no object or has no such member. */
  LocatedJson member(String name) {
    return members.get(name);
  }

  /** Null if this is not a string. */
  public String text() {
    return plain.textValue();
  }

  /** The text of a member; null if there is none or it is not a string. */
  String text(String name) {
    LocatedJson member = member(name);
    return member == null ? null : member.text();
  }

  /** Where a member's value begins, or the object itself if it has no such member. */
  TextPosition at(String name) {
    LocatedJson member = member(name);
    return member == null ? at : member.at();
  }
}
