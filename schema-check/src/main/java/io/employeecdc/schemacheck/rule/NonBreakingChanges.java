package io.employeecdc.schemacheck.rule;

import static io.employeecdc.schemacheck.rule.TypeNames.another;
import static io.employeecdc.schemacheck.rule.TypeNames.last;
import static io.employeecdc.schemacheck.rule.TypeNames.quoted;
import static io.employeecdc.schemacheck.rule.TypeNames.type;
import static io.employeecdc.schemacheck.rule.TypeNames.value;

import com.fasterxml.jackson.databind.JsonNode;
import io.employeecdc.schemacheck.avsc.FieldNode;
import io.employeecdc.schemacheck.avsc.SchemaNode;
import io.employeecdc.schemacheck.avsc.SchemaPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;

/**
 * Changes that break no reader and that somebody should still hear of: in what Avro does not look
 * at, which is meaning, documentation, and the value of defaults.
 *
 * @param newest whether what was is the newest earlier version: a doc or default that an older one
 *     had differently was let go already
 */
record NonBreakingChanges(boolean newest, List<Observation> found) {
  NonBreakingChanges(boolean newest) {
    this(newest, new ArrayList<>());
  }

  /** Two records, enums or fixed, without what is in them. */
  void compare(SchemaNode was, SchemaNode now) {
    if (now.schema().getAliases().contains(was.schema().getFullName())) {
      renamed(was.schema().getFullName(), now);
    }
    if (newest) {
      moved(was, now);
      docRemoved(was.schema().getDoc(), now.schema().getDoc(), now);
      enumDefault(was, now);
    }
  }

  void compare(FieldNode was, FieldNode now) {
    if (!was.name().equals(now.name())) {
      renamed(was.name(), now);
    }
    if (newest) {
      docRemoved(was.field().doc(), now.field().doc(), now);
      defaultChanged(was, now);
    }
  }

  private void add(Rule rule, SchemaPart part, String attribute, String reason, String remedy) {
    found.add(new Observation(rule, null, part, attribute, reason, remedy));
  }

  private void renamed(String was, SchemaPart now) {
    add(
        Rule.RENAMED_BY_ALIAS,
        now,
        "aliases",
        "%s is %s renamed, as its alias says; earlier versions do not look for the new name"
            .formatted(last(now.path()), quoted(was)),
        "");
  }

  /** Nothing breaks as long as no union has to choose between changed types. */
  private void moved(SchemaNode was, SchemaNode now) {
    String before = was.schema().getFullName();
    String after = now.schema().getFullName();
    boolean known = now.schema().getAliases().contains(before);
    if (known || before.equals(after) || !was.schema().getName().equals(now.schema().getName())) {
      return;
    }
    add(
        Rule.NAMESPACE_CHANGED,
        now,
        "name",
        "%s is %s, in another namespace: generated classes move, and the next change of a"
                .formatted(quoted(before), quoted(after))
            + " union may no longer find it",
        "put back the namespace, or add \"aliases\": [\"" + before + "\"]");
  }

  /** The positions that a record's fields had, in the order of now. */
  void order(SchemaNode record, List<Integer> positions) {
    if (!newest || positions.equals(positions.stream().sorted().toList())) {
      return;
    }
    add(
        Rule.FIELD_ORDER_CHANGED,
        record,
        "fields",
        "the fields of %s stand in another order, which breaks nothing: they are matched by name"
            .formatted(quoted(record.schema().getName())),
        "");
  }

  private void docRemoved(String was, String now, SchemaPart part) {
    if (blank(was) || !blank(now)) {
      return;
    }
    add(
        Rule.DOC_REMOVED,
        part,
        "",
        last(part.path()) + " has lost its doc, which says what the data means",
        "put the doc back: \"doc\": \"" + shortened(was) + "\"");
  }

  private void defaultChanged(FieldNode was, FieldNode now) {
    JsonNode before = was.defaultValue();
    JsonNode after = now.defaultValue();
    if (before == null || before.equals(after) || !Defaults.fits(was)) {
      return;
    }
    String type =
        Defaults.fits(before, now.field().schema())
            ? ""
            : "the type " + type(was.field().schema()) + " and ";
    String reason =
        after == null
            ? "%s has lost its default %s: from now on it can neither be removed nor be missing"
                .formatted(quoted(now.subject()), value(before))
            : "%s had the default %s and has %s: the same record reads differently in two versions"
                .formatted(quoted(now.subject()), value(before), value(after));
    changed(now, reason, type + "\"default\": " + value(before));
  }

  private void enumDefault(SchemaNode was, SchemaNode now) {
    String before = fallback(was);
    String after = fallback(now);
    if (before == null || Objects.equals(before, after)) {
      return;
    }
    String reason =
        "enum %s read unknown symbols as %s and now %s"
            .formatted(
                quoted(now.schema().getName()),
                quoted(before),
                after == null ? "cannot read them" : "as " + quoted(after));
    String symbol =
        now.schema().getEnumSymbols().contains(before) ? "" : "the symbol `" + before + "` and ";
    changed(now, reason, symbol + "\"default\": \"" + before + "\"");
  }

  private static String fallback(SchemaNode node) {
    return node.schema().getType() == Schema.Type.ENUM ? node.schema().getEnumDefault() : null;
  }

  private void changed(SchemaPart now, String reason, String before) {
    add(Rule.DEFAULT_CHANGED, now, "default", reason, "put back " + before);
  }

  /** A logical type that changed, which neither Avro's check nor the registry looks at. */
  void meaningChanged(SchemaNode was, SchemaNode now) {
    if (!sameValues(was.schema(), now.schema())) {
      // The types differ already, which says more.
      return;
    }
    String before = was.schema().getProp("logicalType");
    String after = now.schema().getProp("logicalType");
    if (!Objects.equals(before, after)) {
      logicalTypeChanged(now, before, after);
    } else if ("decimal".equals(after) && !size(was.schema()).equals(size(now.schema()))) {
      decimalChanged(was, now);
    }
  }

  private static boolean sameValues(Schema was, Schema now) {
    return was.getType() == now.getType() || ReadWalk.widens(was, now) || ReadWalk.widens(now, was);
  }

  private void logicalTypeChanged(SchemaNode now, String before, String after) {
    String type = "a plain " + now.schema().getType().getName();
    String reason =
        "%s was %s and is %s: values keep their bytes and %s meaning"
            .formatted(
                quoted(now.subject()),
                before == null ? type : before,
                after == null ? type : after,
                after == null ? "lose their" : "get another");
    String remedy =
        before == null
            ? "take out the logical type"
            : "put back \"logicalType\": \"%s\"".formatted(before);
    add(Rule.LOGICAL_TYPE_CHANGED, now, "logicalType", reason, remedy + another(now));
  }

  private void decimalChanged(SchemaNode was, SchemaNode now) {
    String before = size(was.schema());
    boolean scaled = scale(was.schema()) != scale(now.schema());
    add(
        Rule.DECIMAL_CHANGED,
        now,
        scaled ? "scale" : "precision",
        "%s was decimal(%s) and is decimal(%s): %s"
            .formatted(
                quoted(now.subject()),
                before,
                size(now.schema()),
                scaled
                    ? "the same bytes are another number"
                    : "not every value of one fits into the other"),
        "put back decimal(%s)".formatted(before) + another(now));
  }

  private static String size(Schema schema) {
    Object precision = schema.getObjectProp("precision");
    return precision + "," + scale(schema);
  }

  private static int scale(Schema schema) {
    return schema.getObjectProp("scale") instanceof Number number ? number.intValue() : 0;
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
