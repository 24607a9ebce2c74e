package io.employeecdc.schematools.avsc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class Definitions {
  static final Set<String> NAMED = Set.of("record", "error", "enum", "fixed");
  private static final Set<String> STRUCTURES =
      Set.of("record", "error", "enum", "fixed", "array", "map");

  /**
   * A type that is used by its name.
   *
   * @param full the name with the namespace around it, which is meant first
   * @param plain the name as it stands
   */
  record Use(String full, String plain, TextPosition at) {}

  private final Map<String, LocatedJson> found = new HashMap<>();
  private final List<Use> uses = new ArrayList<>();

  private Definitions() {}

  static Definitions of(LocatedJson root) {
    Definitions definitions = new Definitions();
    definitions.collect(root, "");
    return definitions;
  }

  Map<String, LocatedJson> found() {
    return found;
  }

  List<Use> unknown() {
    return uses.stream()
        .filter(use -> !found.containsKey(use.full()) && !found.containsKey(use.plain()))
        .toList();
  }

  private void collect(LocatedJson type, String namespace) {
    type.elements().forEach(branch -> collect(branch, namespace));
    use(type, namespace);
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
    if (!STRUCTURES.contains(kind.text())) {
      use(kind, namespace);
    }
    collectParts(type, inner);
  }

  private void use(LocatedJson type, String namespace) {
    String name = type.text();
    if (name != null && !SchemaSyntax.PRIMITIVES.contains(name)) {
      boolean whole = namespace.isEmpty() || name.contains(".");
      uses.add(new Use(whole ? name : namespace + "." + name, name, type.at()));
    }
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
