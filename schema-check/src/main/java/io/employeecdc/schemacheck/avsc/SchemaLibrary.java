package io.employeecdc.schemacheck.avsc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The schemas of many files, which use one another's types by name. An {@code .avsc} holds one; of
 * an {@code .avpr} or {@code .avdl} each of its types is one.
 *
 * <p>A name means a type of its own file, else of a file of the same folder, else of any. Two types
 * of one name are no mistake as long as nobody has to choose between them.
 */
public final class SchemaLibrary {
  private record Unit(String key, SchemaSource source, SchemaSyntax syntax) {
    String folder() {
      return source.path().substring(0, source.path().lastIndexOf('/') + 1);
    }
  }

  /** Of one schema. No real one comes near, and each of a longer chain would take long. */
  private static final int MOST_PARTS = 1000;

  private final SortedMap<String, Unit> units = new TreeMap<>();
  private final SortedMap<String, MalformedSchemaException> broken = new TreeMap<>();
  private final Map<String, List<Unit>> definers = new HashMap<>();

  /**
   * Reads all files.
   *
   * @param idl the named types of an {@code .avdl}; fails with a {@link MalformedSchemaException}
   */
  public SchemaLibrary(
      Collection<SchemaSource> sources, Function<SchemaSource, List<LocatedJson>> idl) {
    sources.forEach(source -> read(source, idl));
    units.values().forEach(this::offer);
  }

  private void read(SchemaSource source, Function<SchemaSource, List<LocatedJson>> idl) {
    try {
      if (source.path().endsWith(".avdl")) {
        idl.apply(source).forEach(type -> add(source, SchemaSyntax.fullName(type, ""), type));
      } else {
        json(source);
      }
    } catch (MalformedSchemaException e) {
      broken.put(source.path(), e);
    }
  }

  private void json(SchemaSource source) {
    LocatedJson json = LocatedJson.parse(source.name(), source.text());
    if (source.path().endsWith(".avpr")) {
      protocol(source, json);
    } else {
      add(source.path(), source, json);
    }
  }

  private void protocol(SchemaSource source, LocatedJson json) {
    if (json.text("protocol") == null) {
      throw new MalformedSchemaException(json.at(), "a protocol needs the attribute \"protocol\"");
    }
    LocatedJson types = json.member("types");
    if (types == null || !types.plain().isArray()) {
      throw new MalformedSchemaException(json.at("types"), "a protocol needs a list of \"types\"");
    }
    for (int i = 0; i < types.plain().size(); i++) {
      LocatedJson type = within(types.element(i), json.text("namespace"));
      String name = type.text("name") == null ? "" + i : SchemaSyntax.fullName(type, "");
      add(source, name, type);
    }
  }

  /** A type with its protocol's namespace, as if it stood alone. */
  private static LocatedJson within(LocatedJson type, String namespace) {
    if (namespace == null
        || !(type.plain() instanceof ObjectNode plain)
        || plain.has("namespace")) {
      return type;
    }
    ObjectNode named = plain.deepCopy().put("namespace", namespace);
    return new LocatedJson(named, type.place());
  }

  /** One of several of a file, which its name tells apart. */
  private void add(SchemaSource source, String name, LocatedJson type) {
    add(source.path() + "#" + name, source, type);
  }

  private void add(String key, SchemaSource source, LocatedJson root) {
    units.put(key, new Unit(key, source, SchemaSyntax.of(root)));
  }

  private void offer(Unit unit) {
    for (String type : unit.syntax().definitions().keySet()) {
      definers.computeIfAbsent(type, t -> new ArrayList<>()).add(unit);
    }
  }

  /** By what the schemas are told apart: the path of a file, in a protocol with the type's name. */
  public Set<String> keys() {
    return units.keySet();
  }

  /** The files that hold none, by their path. */
  public SortedMap<String, MalformedSchemaException> broken() {
    return broken;
  }

  public String path(String key) {
    return units.get(key).source().path();
  }

  public Optional<String> type(String key) {
    LocatedJson root = units.get(key).syntax().root();
    return root.text("name") == null
            || !SchemaSyntax.NAMED.contains(String.valueOf(root.text("type")))
        ? Optional.empty()
        : Optional.of(SchemaSyntax.fullName(root, ""));
  }

  /**
   * All that a schema and the types that it uses say, or only what its file says if that cannot be
   * known; equal to another time's if nothing has changed.
   */
  public List<String> content(String key) {
    Unit unit = units.get(key);
    try {
      return parts(unit).values().stream()
          .flatMap(part -> Stream.of(part.key(), part.source().text()))
          .toList();
    } catch (MalformedSchemaException e) {
      return List.of(unit.source().text());
    }
  }

  /** Why a schema cannot be put together with what it uses; empty if it can. */
  public Optional<MalformedSchemaException> problem(String key) {
    try {
      parts(units.get(key));
      return Optional.empty();
    } catch (MalformedSchemaException e) {
      return Optional.of(e);
    }
  }

  /** A schema with all that it uses. Fails if it is none, or uses what nobody defines. */
  public SchemaFile schema(String key) {
    Unit unit = units.get(key);
    return SchemaFile.linked(
        unit.source().name(), parts(unit).values().stream().map(Unit::syntax).toList());
  }

  /** What a schema uses first, the schema last; where they use one another, in any order. */
  private Map<String, Unit> parts(Unit unit) {
    Map<String, Unit> parts = new LinkedHashMap<>();
    gather(unit, new HashSet<>(), parts);
    return parts;
  }

  private void gather(Unit unit, Set<String> seen, Map<String, Unit> parts) {
    seen.add(unit.key());
    if (seen.size() > MOST_PARTS) {
      throw new MalformedSchemaException(
          unit.syntax().root().at(),
          "it and what it uses are more than " + MOST_PARTS + " schemas");
    }
    for (SchemaSyntax.Use use : unit.syntax().unknown()) {
      Unit definer = definer(use, unit);
      if (!seen.contains(definer.key())) {
        gather(definer, seen, parts);
      }
    }
    parts.put(unit.key(), unit);
  }

  private Unit definer(SchemaSyntax.Use use, Unit user) {
    String type = definers.containsKey(use.full()) ? use.full() : use.plain();
    List<Unit> all = definers.getOrDefault(type, List.of());
    List<Unit> near =
        Stream.<Predicate<Unit>>of(
                unit -> unit.source().equals(user.source()),
                unit -> unit.folder().equals(user.folder()),
                unit -> true)
            .map(which -> all.stream().filter(which).toList())
            .filter(units -> !units.isEmpty())
            .findFirst()
            .orElseThrow(() -> unknown(use));
    Unit first = near.get(0);
    for (Unit other : near) {
      LocatedJson one = first.syntax().definitions().get(type);
      LocatedJson two = other.syntax().definitions().get(type);
      if (!one.plain().equals(two.plain())) {
        throw new MalformedSchemaException(
            use.at(),
            "type '%s' is defined differently at %s and at %s; keep one of them"
                .formatted(type, one.at().shown(), two.at().shown()));
      }
    }
    return first;
  }

  private static MalformedSchemaException unknown(SchemaSyntax.Use use) {
    String words = "type '%s' is not known: no file defines it; give the file that does, or its";
    return new MalformedSchemaException(use.at(), words.formatted(use.full()) + " folder, as well");
  }
}
