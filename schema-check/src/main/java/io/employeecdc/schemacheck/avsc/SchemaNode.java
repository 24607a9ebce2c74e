package io.employeecdc.schemacheck.avsc;

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
 * FieldNode}.
 *
 * @param path from the root's name through fields and the names of types; never empty
 * @param subject the field that this is the type of, from the root, such as {@code list[].size}
 */
public record SchemaNode(
    SchemaFile file, Schema schema, LocatedJson json, String path, String subject)
    implements SchemaPart {
  public SchemaNode {
    json = unfold(file, schema, json);
  }

  static SchemaNode root(SchemaFile file) {
    Schema schema = file.schema();
    String name = isNamed(schema) ? schema.getName() : schema.getType().getName();
    return new SchemaNode(file, schema, file.json(), name, "");
  }

  static SchemaNode of(
      SchemaFile file, Schema schema, LocatedJson json, String path, String subject) {
    String named = isNamed(schema) ? path + "." + schema.getName() : path;
    return new SchemaNode(file, schema, json, named, subject);
  }

  @Override
  public String subject() {
    return subject.isEmpty() ? path : subject;
  }

  /** What the subject of a field in this begins with. */
  String prefix() {
    return subject.isEmpty() ? "" : subject + ".";
  }

  public SchemaNode items() {
    return of(file, schema.getElementType(), json.member("items"), path + "[]", subject + "[]");
  }

  public SchemaNode values() {
    return of(file, schema.getValueType(), json.member("values"), path + "{}", subject + "{}");
  }

  public List<SchemaNode> branches() {
    List<Schema> types = schema.getTypes();
    return IntStream.range(0, types.size())
        .mapToObj(i -> of(file, types.get(i), json.element(i), path, subject))
        .toList();
  }

  public FieldNode field(int index) {
    LocatedJson field = json.member("fields").element(index);
    return new FieldNode(this, schema.getFields().get(index), field);
  }

  public FieldNode field(String name) {
    Schema.Field field = schema.getField(name);
    return field == null ? null : field(field.pos());
  }

  public List<FieldNode> fields() {
    return schema.getFields().stream().map(field -> field(field.pos())).toList();
  }

  /**
   * Every record, enum and fixed by its full name, what is nearest to this first; each once, so
   * that a recursive schema ends and one whose types are used in many places does not grow.
   */
  public Map<String, SchemaNode> namedTypes() {
    Map<String, SchemaNode> found = new LinkedHashMap<>();
    Queue<SchemaNode> open = new ArrayDeque<>(List.of(this));
    while (!open.isEmpty()) {
      SchemaNode node = open.remove();
      switch (node.schema.getType()) {
        case ARRAY -> open.add(node.items());
        case MAP -> open.add(node.values());
        case UNION -> open.addAll(node.branches());
        case ENUM, FIXED -> found.putIfAbsent(node.schema.getFullName(), node);
        case RECORD -> {
          if (found.putIfAbsent(node.schema.getFullName(), node) == null) {
            node.fields().forEach(field -> open.add(field.type()));
          }
        }
        default -> {
          // Has neither a name nor parts.
        }
      }
    }
    return found;
  }

  public List<FieldNode> allFields() {
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
  private static LocatedJson unfold(SchemaFile file, Schema schema, LocatedJson json) {
    LocatedJson inner = json;
    while (inner.member("type") != null && inner.member("type").text() == null) {
      inner = inner.member("type");
    }
    boolean isDefinition =
        inner.member("name") != null
            && SchemaSyntax.NAMED.contains(String.valueOf(inner.text("type")));
    LocatedJson definition =
        isNamed(schema) && !isDefinition ? file.definition(schema.getFullName()) : null;
    return definition == null ? inner : definition;
  }
}
