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

  LocatedJson member(String name) {
    return members.get(name);
  }

  /** Null if this is not a string. */
  public String text() {
    return plain.textValue();
  }

  String text(String name) {
    LocatedJson member = member(name);
    return member == null ? null : member.text();
  }

  TextPosition at(String name) {
    LocatedJson member = member(name);
    return member == null ? at : member.at();
  }
}
