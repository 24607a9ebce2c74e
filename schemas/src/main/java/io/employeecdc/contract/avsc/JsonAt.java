package io.employeecdc.contract.avsc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value that knows where it stands. */
public sealed interface JsonAt {
  /** Where the value begins. */
  Position at();

  /** The same value for libraries that know nothing of places. */
  JsonNode plain();

  /** A member of an object; null if this is no object or has no such member. */
  default JsonAt member(String name) {
    return this instanceof ObjectAt object ? object.members().get(name) : null;
  }

  /** The text; null if this is not a string. */
  default String text() {
    return this instanceof ScalarAt scalar ? scalar.plain().textValue() : null;
  }

  /** The text of a member; null if there is none or it is not a string. */
  default String text(String name) {
    JsonAt member = member(name);
    return member == null ? null : member.text();
  }

  /** The elements; empty if this is not an array. */
  default List<JsonAt> elements() {
    return this instanceof ArrayAt array ? array.values() : List.of();
  }

  /** Where a member's value begins, or the object itself if it has no such member. */
  default Position at(String name) {
    JsonAt member = member(name);
    return member == null ? at() : member.at();
  }

  /**
   * An object.
   *
   * @param members in the order of the text
   * @param repeated those that stand twice, of which the last counts
   */
  record ObjectAt(Position at, Map<String, JsonAt> members, Map<String, JsonAt> repeated)
      implements JsonAt {
    ObjectAt(Position at) {
      this(at, new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    @Override
    public JsonNode plain() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      members.forEach((name, value) -> node.set(name, value.plain()));
      return node;
    }
  }

  /** An array. */
  record ArrayAt(Position at, List<JsonAt> values) implements JsonAt {
    @Override
    public JsonNode plain() {
      ArrayNode node = JsonNodeFactory.instance.arrayNode();
      values.forEach(value -> node.add(value.plain()));
      return node;
    }
  }

  /** A string, number, boolean or null. */
  record ScalarAt(Position at, JsonNode plain) implements JsonAt {}
}
