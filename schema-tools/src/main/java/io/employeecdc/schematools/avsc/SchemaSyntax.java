package io.employeecdc.schematools.avsc;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds where a text stops being a schema: Avro's parser does not say, and lets some mistakes pass.
 */
final class SchemaSyntax {
  static final Set<String> PRIMITIVES =
      Set.of("null", "boolean", "int", "long", "float", "double", "bytes", "string");
  private static final Set<String> ORDERS = Set.of("ascending", "descending", "ignore");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final String file;
  private final Map<String, LocatedJson> definitions;
  private final Set<TextPosition> named = new HashSet<>();

  private SchemaSyntax(String file, LocatedJson root) {
    this.file = file;
    this.definitions = Definitions.of(root);
  }

  /** The first mistake with its place; at the top of the file and in Avro's words if unknown. */
  static MalformedSchemaException explain(String file, LocatedJson root, RuntimeException refusal) {
    String words = String.valueOf(refusal.getMessage()).lines().findFirst().orElse("not a schema");
    return mistake(file, root).orElse(new MalformedSchemaException(file, root.at(), words));
  }

  static Optional<MalformedSchemaException> mistake(String file, LocatedJson root) {
    try {
      SchemaSyntax shape = new SchemaSyntax(file, root);
      shape.once(root);
      shape.type(root, "");
      return Optional.empty();
    } catch (MalformedSchemaException e) {
      return Optional.of(e);
    }
  }

  private void once(LocatedJson json) {
    json.elements().forEach(this::once);
    json.repeated()
        .forEach(
            (name, value) -> {
              throw at(value, "the attribute \"" + name + "\" stands twice");
            });
    json.members().values().forEach(this::once);
  }

  private void type(LocatedJson json, String namespace) {
    if (json.plain().isArray()) {
      union(json, namespace);
    } else if (!json.plain().isObject()) {
      reference(json, namespace);
    } else if (json.member("type") == null) {
      throw at(json, "a type needs the attribute \"type\"");
    } else if (json.text("type") == null) {
      type(json.member("type"), namespace);
    } else {
      complex(json, json.text("type"), namespace);
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
          throw at(size == null ? json : size, "a fixed needs a \"size\", a whole number of bytes");
        }
      }
      case "array" -> type(needed(json, "items", "an array"), namespace);
      case "map" -> type(needed(json, "values", "a map"), namespace);
      default -> reference(json.member("type"), namespace);
    }
  }

  private void union(LocatedJson union, String namespace) {
    Set<String> seen = new HashSet<>();
    for (LocatedJson branch : union.elements()) {
      if (branch.plain().isArray()) {
        throw at(branch, "a union cannot stand directly inside of a union");
      }
      type(branch, namespace);
      String name = branch.text() == null ? branch.text("type") : branch.text();
      if (name == null) {
        continue;
      }
      boolean isNamed = branch.text() == null && Definitions.NAMED.contains(name);
      String key = isNamed ? Definitions.fullName(branch, namespace) : name;
      if (!seen.add(key)) {
        throw at(branch, "the union has two branches of type '" + key + "'");
      }
    }
  }

  private void reference(LocatedJson json, String namespace) {
    String name = json.text();
    if (name == null) {
      throw at(json, "a type is a name, an object or an array, not " + json.plain());
    }
    boolean local = namespace.isEmpty() || name.contains(".");
    String full = local ? name : namespace + "." + name;
    boolean known =
        PRIMITIVES.contains(name) || definitions.containsKey(full) || definitions.containsKey(name);
    if (!known) {
      throw at(json, "type '" + full + "' is not known: no such type is defined in this file");
    }
  }

  private String named(LocatedJson json, String namespace) {
    LocatedJson name = needed(json, "name", "a " + json.text("type"));
    names(name);
    LocatedJson space = json.member("namespace");
    if (space != null && !"".equals(space.text())) {
      names(space);
    }
    aliases(json);
    String full = Definitions.fullName(json, namespace);
    if (PRIMITIVES.contains(full)) {
      throw at(name, "'" + full + "' is the name of one of Avro's own types");
    }
    LocatedJson definition = definitions.get(full);
    boolean isFirst = definition != null && definition.at().equals(json.at());
    if (!named.add(json.at()) || !isFirst) {
      throw at(name, "type '" + full + "' is defined twice");
    }
    return full.substring(0, Math.max(0, full.lastIndexOf('.')));
  }

  private void names(LocatedJson name) {
    if (name.text() == null) {
      throw at(name, "a name is a string, not " + name.plain());
    }
    for (String part : name.text().split("\\.", -1)) {
      name(name, part);
    }
  }

  private void aliases(LocatedJson json) {
    LocatedJson aliases = json.member("aliases");
    strings(aliases, "aliases");
    if (aliases != null) {
      aliases.elements().forEach(this::names);
    }
  }

  private void name(LocatedJson place, String name) {
    if (!NAME.matcher(name).matches()) {
      throw at(
          place,
          "'"
              + name
              + "' is not a name: it takes letters from A to Z, digits and _, no digit first");
    }
  }

  private void record(LocatedJson json, String namespace) {
    LocatedJson fields = needed(json, "fields", "a record");
    if (!fields.plain().isArray()) {
      throw at(fields, "\"fields\" is an array of fields");
    }
    Map<String, LocatedJson> seen = new HashMap<>();
    for (LocatedJson field : fields.elements()) {
      LocatedJson name = needed(field, "name", "a field");
      if (name.text() == null) {
        throw at(name, "a name is a string, not " + name.plain());
      }
      name(name, name.text());
      if (seen.put(name.text(), field) != null) {
        throw at(name, "the record has two fields '" + name.text() + "'");
      }
      type(needed(field, "type", "field '" + name.text() + "'"), namespace);
      aliases(field);
      LocatedJson order = field.member("order");
      if (order != null && !ORDERS.contains(String.valueOf(order.text()))) {
        throw at(order, "the order of a field is ascending, descending or ignore");
      }
    }
  }

  private void symbols(LocatedJson json) {
    LocatedJson symbols = needed(json, "symbols", "an enum");
    if (!symbols.plain().isArray()) {
      throw at(symbols, "\"symbols\" is an array of names");
    }
    strings(symbols, "symbols");
    Set<String> seen = new HashSet<>();
    for (LocatedJson symbol : symbols.elements()) {
      name(symbol, symbol.text());
      if (!seen.add(symbol.text())) {
        throw at(symbol, "the enum has the symbol '" + symbol.text() + "' twice");
      }
    }
    LocatedJson fallback = json.member("default");
    if (fallback != null && !seen.contains(String.valueOf(fallback.text()))) {
      throw at(fallback, "the enum's default " + fallback.plain() + " is not one of its symbols");
    }
  }

  private void strings(LocatedJson list, String attribute) {
    if (list == null) {
      return;
    }
    if (!list.plain().isArray()) {
      throw at(list, "\"" + attribute + "\" is an array of names");
    }
    for (LocatedJson element : list.elements()) {
      if (element.text() == null) {
        throw at(element, "\"" + attribute + "\" holds names, not " + element.plain());
      }
    }
  }

  private LocatedJson needed(LocatedJson json, String attribute, String owner) {
    LocatedJson value = json.member(attribute);
    if (value == null) {
      throw at(json, owner + " needs the attribute \"" + attribute + "\"");
    }
    return value;
  }

  private MalformedSchemaException at(LocatedJson json, String problem) {
    return new MalformedSchemaException(file, json.at(), problem);
  }
}
