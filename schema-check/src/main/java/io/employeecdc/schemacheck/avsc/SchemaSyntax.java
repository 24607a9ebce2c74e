package io.employeecdc.schemacheck.avsc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a text says of types: which it defines, which it uses by their names, and where it stops
 * being a schema. Avro's parser does not say where, and lets some mistakes pass.
 */
final class SchemaSyntax {
  static final Set<String> NAMED = Set.of("record", "error", "enum", "fixed");
  static final Set<String> PRIMITIVES =
      Set.of("null", "boolean", "int", "long", "float", "double", "bytes", "string");
  private static final Set<String> ORDERS = Set.of("ascending", "descending", "ignore");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * A type that is used by its name.
   *
   * @param full the name with the namespace around it, which is meant first
   * @param plain the name as it stands
   */
  record Use(String full, String plain, TextPosition at) {
    boolean isIn(Map<String, LocatedJson> types) {
      return types.containsKey(full) || types.containsKey(plain);
    }
  }

  /** What may be wrong at a place: the problem among these types; null for none. */
  private record Doubt(TextPosition at, Function<Map<String, LocatedJson>, String> problem) {}

  private final LocatedJson root;
  private final Map<String, LocatedJson> definitions = new HashMap<>();
  private final List<Use> uses = new ArrayList<>();
  private final List<Doubt> doubts = new ArrayList<>();

  private SchemaSyntax(LocatedJson root) {
    this.root = root;
  }

  static SchemaSyntax of(LocatedJson root) {
    SchemaSyntax syntax = new SchemaSyntax(root);
    root.once((at, name) -> syntax.wrong(at, "the attribute \"" + name + "\" stands twice"));
    syntax.type(root, "");
    return syntax;
  }

  LocatedJson root() {
    return root;
  }

  /** Where the types that it defines stand, by their full names. */
  Map<String, LocatedJson> definitions() {
    return definitions;
  }

  List<Use> unknown() {
    return uses.stream().filter(use -> !use.isIn(definitions)).toList();
  }

  /**
   * The first mistake.
   *
   * @param types those that it may use, its own among them
   */
  Optional<MalformedSchemaException> mistake(Map<String, LocatedJson> types) {
    return doubts.stream()
        .filter(doubt -> doubt.problem().apply(types) != null)
        .findFirst()
        .map(doubt -> new MalformedSchemaException(doubt.at(), doubt.problem().apply(types)));
  }

  private void type(LocatedJson json, String namespace) {
    if (json.plain().isArray()) {
      union(json, namespace);
    } else if (!json.plain().isObject()) {
      reference(json, namespace);
    } else if (needed(json, "type", "a type")) {
      if (json.text("type") == null) {
        type(json.member("type"), namespace);
      } else {
        complex(json, json.text("type"), namespace);
      }
    }
  }

  private void complex(LocatedJson json, String kind, String namespace) {
    switch (kind) {
      case "record", "error" -> record(json, named(json, namespace));
      case "enum" -> {
        named(json, namespace);
        symbols(json);
      }
      case "fixed" -> {
        named(json, namespace);
        LocatedJson size = json.member("size");
        if (size == null || !size.plain().canConvertToInt() || size.plain().intValue() < 0) {
          wrong(size == null ? json : size, "a fixed needs a \"size\", a whole number of bytes");
        }
      }
      case "array" -> part(json, "items", "an array", namespace);
      case "map" -> part(json, "values", "a map", namespace);
      default -> reference(json.member("type"), namespace);
    }
  }

  private void part(LocatedJson json, String attribute, String owner, String namespace) {
    if (needed(json, attribute, owner)) {
      type(json.member(attribute), namespace);
    }
  }

  private void union(LocatedJson union, String namespace) {
    Set<String> seen = new HashSet<>();
    for (LocatedJson branch : union.elements()) {
      if (branch.plain().isArray()) {
        wrong(branch, "a union cannot stand directly inside of a union");
      }
      type(branch, namespace);
      String name = branch.text() == null ? branch.text("type") : branch.text();
      if (name == null) {
        continue;
      }
      boolean isNamed =
          branch.text() == null && NAMED.contains(name) && branch.text("name") != null;
      String key = isNamed ? fullName(branch, namespace) : name;
      if (!seen.add(key)) {
        wrong(branch, "the union has two branches of type '" + key + "'");
      }
    }
  }

  private void reference(LocatedJson json, String namespace) {
    String name = json.text();
    if (name == null) {
      wrong(json, "a type is a name, an object or an array, not " + json.plain());
    } else if (!PRIMITIVES.contains(name)) {
      Use use = new Use(qualified(name, namespace), name, json.at());
      uses.add(use);
      String problem = "type '%s' is not known: no such type is defined in this file";
      doubts.add(
          new Doubt(json.at(), types -> use.isIn(types) ? null : problem.formatted(use.full())));
    }
  }

  /** Returns the namespace within. */
  private String named(LocatedJson json, String namespace) {
    LocatedJson name = json.member("name");
    if (!needed(json, "name", "a " + json.text("type")) || !names(name)) {
      return namespace;
    }
    LocatedJson space = json.member("namespace");
    if (space != null && !"".equals(space.text())) {
      names(space);
    }
    aliases(json);
    String full = fullName(json, namespace);
    if (PRIMITIVES.contains(full)) {
      wrong(name, "'" + full + "' is the name of one of Avro's own types");
    }
    definitions.putIfAbsent(full, json);
    doubts.add(new Doubt(name.at(), types -> twice(full, json, types.get(full))));
    return full.substring(0, Math.max(0, full.lastIndexOf('.')));
  }

  private static String twice(String name, LocatedJson here, LocatedJson first) {
    if (first.at().equals(here.at())) {
      return null;
    }
    boolean elsewhere = !first.at().file().equals(here.at().file());
    String where = elsewhere ? ", here and at " + first.at().shown() : "";
    return "type '" + name + "' is defined twice" + where;
  }

  /** The full name that a definition gets inside of a namespace; "" is no namespace. */
  static String fullName(LocatedJson type, String enclosing) {
    String own = type.text("namespace");
    return qualified(type.text("name"), own == null ? enclosing : own);
  }

  private static String qualified(String name, String namespace) {
    return namespace.isEmpty() || name.contains(".") ? name : namespace + "." + name;
  }

  private boolean names(LocatedJson name) {
    if (name.text() == null) {
      wrong(name, "a name is a string, not " + name.plain());
      return false;
    }
    for (String part : name.text().split("\\.", -1)) {
      name(name, part);
    }
    return true;
  }

  private void aliases(LocatedJson json) {
    LocatedJson aliases = json.member("aliases");
    if (aliases != null && listed(aliases, "aliases")) {
      aliases.elements().forEach(this::names);
    }
  }

  private void name(LocatedJson place, String name) {
    if (!NAME.matcher(name).matches()) {
      wrong(
          place,
          "'%s' is not a name: it takes letters from A to Z, digits and _, no digit first"
              .formatted(name));
    }
  }

  private void record(LocatedJson json, String namespace) {
    if (!needed(json, "fields", "a record")) {
      return;
    }
    LocatedJson fields = json.member("fields");
    if (!fields.plain().isArray()) {
      wrong(fields, "\"fields\" is an array of fields");
    }
    Set<String> seen = new HashSet<>();
    for (LocatedJson field : fields.elements()) {
      String name = field.text("name");
      if (needed(field, "name", "a field") && name == null) {
        wrong(field.member("name"), "a name is a string, not " + field.member("name").plain());
      } else if (name != null) {
        name(field.member("name"), name);
        if (!seen.add(name)) {
          wrong(field.member("name"), "the record has two fields '" + name + "'");
        }
      }
      part(field, "type", "field '" + name + "'", namespace);
      aliases(field);
      LocatedJson order = field.member("order");
      if (order != null && !ORDERS.contains(String.valueOf(order.text()))) {
        wrong(order, "the order of a field is ascending, descending or ignore");
      }
    }
  }

  private void symbols(LocatedJson json) {
    LocatedJson symbols = json.member("symbols");
    if (!needed(json, "symbols", "an enum") || !listed(symbols, "symbols")) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (LocatedJson symbol : symbols.elements()) {
      name(symbol, symbol.text());
      if (!seen.add(symbol.text())) {
        wrong(symbol, "the enum has the symbol '" + symbol.text() + "' twice");
      }
    }
    LocatedJson fallback = json.member("default");
    if (fallback != null && !seen.contains(String.valueOf(fallback.text()))) {
      wrong(fallback, "the enum's default " + fallback.plain() + " is not one of its symbols");
    }
  }

  /** Complains unless it is a list of texts. */
  private boolean listed(LocatedJson list, String attribute) {
    if (!list.plain().isArray()) {
      wrong(list, "\"" + attribute + "\" is an array of names");
      return false;
    }
    Optional<LocatedJson> other =
        list.elements().stream().filter(e -> e.text() == null).findFirst();
    other.ifPresent(e -> wrong(e, "\"" + attribute + "\" holds names, not " + e.plain()));
    return other.isEmpty();
  }

  private boolean needed(LocatedJson json, String attribute, String owner) {
    if (json.member(attribute) == null) {
      wrong(json, owner + " needs the attribute \"" + attribute + "\"");
    }
    return json.member(attribute) != null;
  }

  private void wrong(LocatedJson json, String problem) {
    wrong(json.at(), problem);
  }

  private void wrong(TextPosition at, String problem) {
    doubts.add(new Doubt(at, types -> problem));
  }
}
