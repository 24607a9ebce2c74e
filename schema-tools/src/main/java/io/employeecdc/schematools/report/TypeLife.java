package io.employeecdc.schematools.report;

import io.employeecdc.schemacheck.avsc.FieldNode;
import io.employeecdc.schemacheck.avsc.SchemaNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/** A record, enum or fixed through the versions, with its fields or symbols. */
final class TypeLife {
  private final Schema.Type kind;
  private final int columns;
  private final Life own;
  private final Map<String, Life> current = new HashMap<>();
  private final List<Life> lives = new ArrayList<>();

  private TypeLife(Schema.Type kind, int columns) {
    this.kind = kind;
    this.columns = columns;
    this.own = new Life(kind.name().toLowerCase(Locale.ROOT), columns);
    lives.add(own);
  }

  /**
   * Follows every named type of all versions.
   *
   * <p>Types are followed by their names and not by the places where they are used, so that one
   * that is used in several places has one life.
   *
   * @param roots oldest first
   */
  static List<TypeLife> of(List<SchemaNode> roots) {
    List<TypeLife> lives = new ArrayList<>();
    for (int version = 0; version < roots.size(); version++) {
      Map<String, SchemaNode> types = roots.get(version).namedTypes();
      for (SchemaNode type : types.values()) {
        TypeLife life = earlier(lives, type, version, types.keySet());
        if (life == null) {
          life = new TypeLife(type.schema().getType(), roots.size());
          lives.add(life);
        }
        life.add(version, type);
      }
    }
    return List.copyOf(lives);
  }

  /** The life that a type goes on with: of its name, of an alias, of its name elsewhere. */
  private static TypeLife earlier(
      List<TypeLife> lives, SchemaNode type, int version, Set<String> present) {
    Schema schema = type.schema();
    TypeLife best = null;
    for (TypeLife life : lives) {
      String was = life.own.newest().name();
      if (life.kind != schema.getType() || life.own.isAt(version)) {
        continue;
      }
      if (was.equals(schema.getFullName())) {
        return life;
      }
      boolean alias = schema.getAliases().contains(was);
      boolean moved = life.own.shown().equals(schema.getName());
      if (!present.contains(was) && (alias || (moved && best == null))) {
        best = life;
      }
    }
    return best;
  }

  private void add(int version, SchemaNode type) {
    own.at(version, PartFacts.of(type));
    if (kind == Schema.Type.RECORD) {
      Set<String> present = Set.copyOf(type.fields().stream().map(FieldNode::name).toList());
      type.fields().forEach(field -> part(field, present).at(version, PartFacts.of(field)));
    } else if (kind == Schema.Type.ENUM) {
      for (String symbol : type.schema().getEnumSymbols()) {
        part(symbol).at(version, PartFacts.ofSymbol(type, symbol));
      }
    }
  }

  /** A renamed field goes on with the life of the alias that it no longer lives beside. */
  private Life part(FieldNode field, Set<String> present) {
    if (!current.containsKey(field.name())) {
      field.field().aliases().stream()
          .filter(alias -> current.containsKey(alias) && !present.contains(alias))
          .findFirst()
          .ifPresent(alias -> current.put(field.name(), current.remove(alias)));
    }
    return part(field.name());
  }

  private Life part(String name) {
    if (!current.containsKey(name)) {
      current.put(name, new Life("", columns));
      lives.add(current.get(name));
    }
    return current.get(name);
  }

  /** The type's own, then its fields or symbols in the order in which they appeared. */
  List<Life> lives() {
    return List.copyOf(lives);
  }
}
