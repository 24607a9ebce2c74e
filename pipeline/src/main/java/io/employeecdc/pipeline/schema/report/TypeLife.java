package io.employeecdc.pipeline.schema.report;

import io.employeecdc.contract.avsc.FieldSpot;
import io.employeecdc.contract.avsc.Spot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/** A record, enum or fixed through the versions, with its fields or symbols. */
final class TypeLife {
  private final Schema.Type kind;
  private final Life own = new Life();
  private final Map<String, Life> current = new LinkedHashMap<>();
  private final List<Life> parts = new ArrayList<>();

  private TypeLife(Schema.Type kind) {
    this.kind = kind;
  }

  /**
   * Follows every named type of all versions.
   *
   * <p>Types are followed by their names and not by the places where they are used, so that one
   * that is used in several places has one life.
   *
   * @param roots oldest first
   */
  static List<TypeLife> of(List<Spot> roots) {
    List<TypeLife> lives = new ArrayList<>();
    for (int version = 0; version < roots.size(); version++) {
      Map<String, Spot> types = NamedTypes.of(roots.get(version));
      for (Spot type : types.values()) {
        TypeLife life = earlier(lives, type, version, types.keySet());
        if (life == null) {
          life = new TypeLife(type.schema().getType());
          lives.add(life);
        }
        life.add(version, type);
      }
    }
    return List.copyOf(lives);
  }

  /** The life that a type goes on with: of its name, of an alias, of its name elsewhere. */
  private static TypeLife earlier(
      List<TypeLife> lives, Spot type, int version, Set<String> present) {
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
      boolean moved = was.substring(was.lastIndexOf('.') + 1).equals(schema.getName());
      if (!present.contains(was) && (alias || (moved && best == null))) {
        best = life;
      }
    }
    return best;
  }

  private void add(int version, Spot type) {
    own.at(version, Facts.of(type));
    if (kind == Schema.Type.RECORD) {
      Set<String> present = Set.copyOf(type.fields().stream().map(FieldSpot::name).toList());
      type.fields().forEach(field -> part(field, present).at(version, Facts.of(field)));
    } else if (kind == Schema.Type.ENUM) {
      for (String symbol : type.schema().getEnumSymbols()) {
        part(symbol).at(version, Facts.ofSymbol(type, symbol));
      }
    }
  }

  /** A renamed field goes on with the life of the alias that it no longer lives beside. */
  private Life part(FieldSpot field, Set<String> present) {
    if (!current.containsKey(field.name())) {
      field.field().aliases().stream()
          .filter(alias -> current.containsKey(alias) && !present.contains(alias))
          .findFirst()
          .ifPresent(alias -> current.put(field.name(), current.remove(alias)));
    }
    return part(field.name());
  }

  private Life part(String name) {
    return current.computeIfAbsent(
        name,
        n -> {
          Life life = new Life();
          parts.add(life);
          return life;
        });
  }

  /** {@code record}, {@code enum} or {@code fixed}. */
  String kind() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  Life own() {
    return own;
  }

  /** Fields or symbols, in the order in which they appeared. */
  Collection<Life> parts() {
    return List.copyOf(parts);
  }
}
