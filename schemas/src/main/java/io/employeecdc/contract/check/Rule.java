package io.employeecdc.contract.check;

import java.util.Locale;

/** What can be found. */
public enum Rule {
  FIELD_WITHOUT_DEFAULT(Origin.AVRO, "A field that the writer does not write needs a default."),
  DEFAULT_DOES_NOT_FIT(Origin.AVRO, "A default is a value of its field's type."),
  TYPE_CHANGED(Origin.AVRO, "The writer's type must be the reader's or one that widens to it."),
  UNION_BRANCH_MISSING(Origin.AVRO, "The reader needs a branch for each of the writer's."),
  ENUM_SYMBOL_UNKNOWN(Origin.AVRO, "The reader needs each of the writer's symbols or a default."),
  FIXED_SIZE_CHANGED(Origin.AVRO, "A fixed cannot change its size."),
  NAME_CHANGED(Origin.AVRO, "A type is recognised by its name or an alias."),
  ILLEGAL_SCHEMA(Origin.AVRO, "What Avro's specification does not allow is no schema."),
  UNREADABLE(Origin.AVRO, "Avro cannot read the writer's records."),
  REGISTRY_REFUSES(Origin.REGISTRY, "The registry refuses what Avro's decoder would read."),
  LOGICAL_TYPE_CHANGED(Origin.OURS, "A logical type cannot change: the numbers stay as they are."),
  DECIMAL_CHANGED(Origin.OURS, "A decimal keeps its precision and scale."),
  LOSSY_PROMOTION(Origin.OURS, "A promotion must not lose digits."),
  ELEMENT_GREW(Origin.OURS, "Avro 1.12.2 cannot read short elements as longer ones."),
  DOC_REMOVED(Origin.OURS, "What was documented stays documented."),
  DEFAULT_CHANGED(Origin.OURS, "A default keeps its value."),
  KEY_CHANGED(Origin.OURS, "A contract keeps its table, its key and their order."),
  NO_TABLE(Origin.OURS, "A contract describes a table: a key, columns, and what we know of each."),
  RELEASED_FILE_CHANGED(Origin.OURS, "A released version never changes."),
  RENAMED_BY_ALIAS(Origin.AVRO, "A rename that an alias explains."),
  NAMESPACE_CHANGED(Origin.AVRO, "A type in another namespace is another type in a union."),
  SYMBOL_READ_AS_DEFAULT(Origin.AVRO, "A symbol that the reader replaces by its default."),
  FIELD_ORDER_CHANGED(Origin.AVRO, "Fields in another order are matched by name.");

  private final Origin origin;
  private final String summary;

  Rule(Origin origin, String summary) {
    this.origin = origin;
    this.summary = summary;
  }

  /** In lower case with hyphens, for reports; never changes. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Origin origin() {
    return origin;
  }

  /** What the rule asks for, as one sentence. */
  public String summary() {
    return summary;
  }

  /** True if this is worth knowing and nothing is wrong. */
  boolean informs() {
    return compareTo(RENAMED_BY_ALIAS) >= 0;
  }
}
