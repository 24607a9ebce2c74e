package io.employeecdc.schemacheck.avsc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Where a JSON value begins, and what is in it.
 *
 * @param members by their names; a part that is not there stands where this does
 * @param repeated where a member stands for the second time, by its name; the last one counts
 */
record JsonPlace(
    TextPosition at,
    Map<String, JsonPlace> members,
    List<JsonPlace> elements,
    Map<String, TextPosition> repeated) {
  /** All of a value stands at one place. */
  static JsonPlace at(TextPosition at) {
    return new JsonPlace(at, Map.of(), List.of(), Map.of());
  }

  /** Of an object or array, to which parts are added. */
  static JsonPlace whole(TextPosition at) {
    return new JsonPlace(at, new HashMap<>(), new ArrayList<>(), new HashMap<>());
  }

  /** Adds a part, whose name is null if it is the next element. */
  void add(String name, JsonPlace part) {
    if (name == null) {
      elements.add(part);
    } else if (members.put(name, part) != null) {
      repeated.putIfAbsent(name, part.at());
    }
  }

  JsonPlace member(String name) {
    JsonPlace member = members.get(name);
    return member == null ? at(at) : member;
  }

  JsonPlace element(int index) {
    return index < elements.size() ? elements.get(index) : at(at);
  }

  /** Collects the members that are there already, in this or in a part of it. */
  void again(SortedMap<TextPosition, String> found) {
    repeated.forEach((name, second) -> found.put(second, name));
    members.values().forEach(part -> part.again(found));
    elements.forEach(part -> part.again(found));
  }
}
