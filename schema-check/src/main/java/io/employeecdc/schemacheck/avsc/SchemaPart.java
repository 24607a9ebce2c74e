package io.employeecdc.schemacheck.avsc;

/** A type or a field of a schema, and where it stands. */
public sealed interface SchemaPart permits SchemaNode, FieldNode {
  LocatedJson json();

  /** From the root's name through fields and the names of types; never empty. */
  String path();

  /** What sentences call it. */
  String subject();

  /** Where it stands: for a named type the same place for every use of it. */
  default TextPosition at() {
    return json().at();
  }

  /** Where an attribute stands; where it has none of that name, where it stands itself. */
  default TextPosition at(String attribute) {
    return json().at(attribute);
  }
}
