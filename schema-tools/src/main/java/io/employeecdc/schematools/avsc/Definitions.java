package io.employeecdc.schematools.avsc;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Finds where each named type is defined. */
final class Definitions {
  static final Set<String> NAMED = Set.of("record", "error", "enum", "fixed");

  private final Map<String, LocatedJson> found = new HashMap<>();

  private Definitions() {}

  static Map<String, LocatedJson> of(LocatedJson root) {
    Definitions definitions = new Definitions();
    definitions.collect(root, "");
    return definitions.found;
  }

  private void collect(LocatedJson type, String namespace) {
    type.elements().forEach(branch -> collect(branch, namespace));
    LocatedJson kind = type.member("type");
    if (kind == null) {
      return;
    }
    if (kind.text() == null) {
      collect(kind, namespace);
      return;
    }
    String inner = namespace;
    if (NAMED.contains(kind.text()) && type.text("name") != null) {
      String full = fullName(type, namespace);
      found.putIfAbsent(full, type);
      inner = full.substring(0, Math.max(0, full.lastIndexOf('.')));
    }
    collectParts(type, inner);
  }

  private void collectParts(LocatedJson type, String namespace) {
    for (String part : new String[] {"items", "values"}) {
      if (type.member(part) != null) {
        collect(type.member(part), namespace);
      }
    }
    if (type.member("fields") != null) {
      for (LocatedJson field : type.member("fields").elements()) {
        if (field.member("type") != null) {
          collect(field.member("type"), namespace);
        }
      }
    }
  }

  /** The full name that a definition gets inside of a namespace; "" is no namespace. */
  static String fullName(LocatedJson type, String enclosing) {
    String name = type.text("name");
    if (name.contains(".")) {
      return name;
    }
    String own = type.text("namespace");
    String namespace = own == null ? enclosing : own;
    return namespace.isEmpty() ? name : namespace + "." + name;
  }
}
