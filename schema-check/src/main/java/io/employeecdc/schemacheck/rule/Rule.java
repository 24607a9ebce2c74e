package io.employeecdc.schemacheck.rule;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

public enum Rule {
  FIELD_WITHOUT_DEFAULT(Objector.AVRO, "A field that the writer does not write needs a default."),
  DEFAULT_DOES_NOT_FIT(Objector.AVRO, "A default is a value of its field's type."),
  TYPE_CHANGED(Objector.AVRO, "The writer's type must be the reader's or one that widens to it."),
  UNION_BRANCH_MISSING(Objector.AVRO, "The reader needs a branch for each of the writer's."),
  ENUM_SYMBOL_UNKNOWN(Objector.AVRO, "The reader needs each of the writer's symbols or a default."),
  FIXED_SIZE_CHANGED(Objector.AVRO, "A fixed cannot change its size."),
  NAME_CHANGED(Objector.AVRO, "A type is recognised by its name or an alias."),
  ILLEGAL_SCHEMA(Objector.AVRO, "What Avro's specification does not allow is no schema."),
  UNREADABLE(Objector.AVRO, "Avro cannot read the writer's records."),
  REGISTRY_REFUSES(Objector.REGISTRY, "The registry refuses what Avro's decoder would read."),
  LOGICAL_TYPE_CHANGED(
      Objector.OURS, "A logical type cannot change: the numbers stay as they are."),
  DECIMAL_CHANGED(Objector.OURS, "A decimal keeps its precision and scale."),
  LOSSY_PROMOTION(Objector.OURS, "A promotion must not lose anything."),
  ELEMENT_GREW(Objector.OURS, "Avro 1.12.2 cannot read short elements as longer ones."),
  DOC_REMOVED(Objector.OURS, "What was documented stays documented."),
  DEFAULT_CHANGED(Objector.OURS, "A default keeps its value."),
  KEY_CHANGED(Objector.OURS, "A contract keeps its table, its key and their order."),
  SYMBOLS_CHANGED(Objector.OURS, "An enum column keeps its symbols."),
  NO_TABLE(
      Objector.OURS, "A contract describes a table: a key, columns, and what we know of each."),
  SHARED_NAME(Objector.OURS, "Each contract has topics, tables and classes of its own."),
  RELEASED_FILE_CHANGED(Objector.OURS, "A released version never changes."),
  SCHEMA_REMOVED(Objector.OURS, "A schema stays as long as somebody may read or write it."),
  RENAMED_BY_ALIAS(Objector.AVRO, "A rename that an alias explains."),
  NAMESPACE_CHANGED(Objector.AVRO, "A type in another namespace is another type in a union."),
  SYMBOL_READ_AS_DEFAULT(Objector.AVRO, "A symbol that the reader replaces by its default."),
  FIELD_ORDER_CHANGED(Objector.AVRO, "Fields in another order are matched by name."),
  NOT_JUDGED(Objector.OURS, "A file that is not judged."),
  UNUSED_EXCEPTION(Objector.OURS, "An exception that excuses nothing.");

  private final Objector origin;
  private final String summary;

  Rule(Objector origin, String summary) {
    this.origin = origin;
    this.summary = summary;
  }

  /** In lower case with hyphens, for reports; never changes. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Rule> of(String id) {
    return Stream.of(values()).filter(rule -> rule.id().equals(id)).findFirst();
  }

  public Objector origin() {
    return origin;
  }

  public String summary() {
    return summary;
  }

  /** True if this is worth knowing and nothing is wrong. */
  public boolean informs() {
    return compareTo(RENAMED_BY_ALIAS) >= 0;
  }
}
