package io.employeecdc.contract.avsc;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.IntStream;
import org.apache.avro.Schema;

/**
 * A part of a schema: what it is, where it stands in its file, and its path from the root.
 *
 * <p>A type that is used by its name stands where it is defined; its use is known to {@link
 * FieldSpot}.
 */
public final class Spot {
  private final SchemaFile file;
  private final Schema schema;
  private final JsonAt json;
  private final String path;
  private final String subject;

  private Spot(SchemaFile file, Schema schema, JsonAt json, String path, String subject) {
    this.file = file;
    this.schema = schema;
    this.json = unfold(file, schema, json);
    this.path = path;
    this.subject = subject;
  }

  static Spot root(SchemaFile file) {
    Schema schema = file.schema();
    String name = isNamed(schema) ? schema.getName() : schema.getType().getName();
    return new Spot(file, schema, file.json(), name, "");
  }

  static Spot of(SchemaFile file, Schema schema, JsonAt json, String path, String subject) {
    String named = isNamed(schema) ? path + "." + schema.getName() : path;
    return new Spot(file, schema, json, named, subject);
  }

  public Schema schema() {
    return schema;
  }

  /** The file that this is a part of. */
  public SchemaFile file() {
    return file;
  }

  /** From the root's name through fields and the names of types; never empty. */
  public String path() {
    return path;
  }

  /** The field that this is the type of, from the root, such as {@code list[].size}. */
  public String subject() {
    return subject.isEmpty() ? path : subject;
  }

  /** What the subject of a field in this begins with. */
  String prefix() {
    return subject.isEmpty() ? "" : subject + ".";
  }

  public Position at() {
    return json.at();
  }

  /** Where an attribute's value stands; the type itself if it has no such attribute. */
  public Position at(String attribute) {
    return json.at(attribute);
  }

  /** Identifies the place in the text: equal for every use of the same definition. */
  public Object identity() {
    return json;
  }

  public Spot items() {
    return of(file, schema.getElementType(), json.member("items"), path + "[]", subject + "[]");
  }

  public Spot values() {
    return of(file, schema.getValueType(), json.member("values"), path + "{}", subject + "{}");
  }

  /** All branches of a union, in order. */
  public List<Spot> branches() {
    List<Schema> types = schema.getTypes();
    return IntStream.range(0, types.size())
        .mapToObj(i -> of(file, types.get(i), json.elements().get(i), path, subject))
        .toList();
  }

  /** A field of a record by its place in the record. */
  public FieldSpot field(int index) {
    JsonAt field = json.member("fields").elements().get(index);
    return new FieldSpot(this, schema.getFields().get(index), field);
  }

  /** A field of a record by its name; null if there is none. */
  public FieldSpot field(String name) {
    Schema.Field field = schema.getField(name);
    return field == null ? null : field(field.pos());
  }

  /** All fields of a record, in order. */
  public List<FieldSpot> fields() {
    return schema.getFields().stream().map(field -> field(field.pos())).toList();
  }

  /**
   * Every record, enum and fixed by its full name, what is nearest to this first; each once, so
   * that a recursive schema ends and one whose types are used in many places does not grow.
   */
  public Map<String, Spot> namedTypes() {
    Map<String, Spot> found = new LinkedHashMap<>();
    Queue<Spot> open = new ArrayDeque<>(List.of(this));
    while (!open.isEmpty()) {
      Spot spot = open.remove();
      switch (spot.schema.getType()) {
        case ARRAY -> open.add(spot.items());
        case MAP -> open.add(spot.values());
        case UNION -> open.addAll(spot.branches());
        case ENUM, FIXED -> found.putIfAbsent(spot.schema.getFullName(), spot);
        case RECORD -> {
          if (found.putIfAbsent(spot.schema.getFullName(), spot) == null) {
            spot.fields().forEach(field -> open.add(field.type()));
          }
        }
        default -> {
          // Has neither a name nor parts.
        }
      }
    }
    return found;
  }

  /** The fields of all records. */
  public List<FieldSpot> allFields() {
    return namedTypes().values().stream()
        .filter(type -> type.schema.getType() == Schema.Type.RECORD)
        .flatMap(record -> record.fields().stream())
        .toList();
  }

  public static boolean isNamed(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> true;
      default -> false;
    };
  }

  /** {@code {"type": {"type": "int"}}} is the inner one; a name stands for its definition. */
  private static JsonAt unfold(SchemaFile file, Schema schema, JsonAt json) {
    JsonAt inner = json;
    while (inner.member("type") != null && inner.member("type").text() == null) {
      inner = inner.member("type");
    }
    boolean defined = inner.member("name") != null && inner instanceof JsonAt.ObjectAt;
    if (isNamed(schema) && !(defined && inner.text("type") != null && isDefinition(inner))) {
      JsonAt definition = file.definition(schema.getFullName());
      return definition == null ? inner : definition;
    }
    return inner;
  }

  private static boolean isDefinition(JsonAt json) {
    return switch (json.text("type")) {
      case "record", "error", "enum", "fixed" -> true;
      default -> false;
    };
  }
}
