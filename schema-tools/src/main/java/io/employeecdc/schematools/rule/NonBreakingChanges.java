package io.employeecdc.schematools.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.employeecdc.schematools.avsc.FieldNode;
import io.employeecdc.schematools.avsc.SchemaNode;
import io.employeecdc.schematools.avsc.TextPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;

/** Changes that break no reader and that somebody should still hear of. */
public final class NonBreakingChanges {
  private final List<Observation> found = new ArrayList<>();

  List<Observation> found() {
    return List.copyOf(found);
  }

  private void add(Rule rule, TextPosition at, String path, String reason, String remedy) {
    found.add(new Observation(rule, null, at, path, reason, remedy));
  }

  void renamed(String was, TextPosition at, String path) {
    add(
        Rule.RENAMED_BY_ALIAS,
        at,
        path,
        "%s is %s renamed, as its alias says; earlier versions do not look for the new name"
            .formatted(TypeNames.last(path), TypeNames.quoted(was)),
        "");
  }

  /** Nothing breaks as long as no union has to choose between changed types. */
  void moved(SchemaNode was, SchemaNode now) {
    String before = was.schema().getFullName();
    String after = now.schema().getFullName();
    boolean known = now.schema().getAliases().contains(before);
    if (known || before.equals(after) || !was.schema().getName().equals(now.schema().getName())) {
      return;
    }
    add(
        Rule.NAMESPACE_CHANGED,
        now.at("name"),
        now.path(),
        "%s is %s, in another namespace: generated classes move, and the next change of a"
                .formatted(TypeNames.quoted(before), TypeNames.quoted(after))
            + " union may no longer find it",
        "put back the namespace, or add \"aliases\": [\"" + before + "\"]");
  }

  void reordered(SchemaNode record) {
    add(
        Rule.FIELD_ORDER_CHANGED,
        record.at("fields"),
        record.path(),
        "the fields of %s stand in another order, which breaks nothing: they are matched by name"
            .formatted(TypeNames.quoted(record.schema().getName())),
        "");
  }

  void docRemoved(SchemaNode was, SchemaNode now) {
    removed(was.schema().getDoc(), now.schema().getDoc(), now.at(), now.path());
  }

  void docRemoved(FieldNode was, FieldNode now) {
    removed(was.field().doc(), now.field().doc(), now.at(), now.path());
  }

  private void removed(String was, String now, TextPosition at, String path) {
    if (blank(was) || !blank(now)) {
      return;
    }
    add(
        Rule.DOC_REMOVED,
        at,
        path,
        TypeNames.last(path) + " has lost its doc, which says what the data means",
        "put the doc back: \"doc\": \"" + shortened(was) + "\"");
  }

  void defaultChanged(FieldNode was, FieldNode now) {
    JsonNode before = was.defaultValue();
    JsonNode after = now.defaultValue();
    if (before == null || before.equals(after) || !Defaults.fits(was)) {
      return;
    }
    String type =
        Defaults.fits(before, now.field().schema())
            ? ""
            : "the type " + TypeNames.type(was.field().schema()) + " and ";
    String reason =
        after == null
            ? "%s has lost its default %s: from now on it can neither be removed nor be missing"
                .formatted(TypeNames.quoted(now.subject()), TypeNames.value(before))
            : "%s had the default %s and has %s: the same record reads differently in two versions"
                .formatted(
                    TypeNames.quoted(now.subject()),
                    TypeNames.value(before),
                    TypeNames.value(after));
    changed(
        now.at("default"), now.path(), reason, type + "\"default\": " + TypeNames.value(before));
  }

  void enumDefault(SchemaNode was, SchemaNode now) {
    String before = fallback(was);
    String after = fallback(now);
    if (before == null || Objects.equals(before, after)) {
      return;
    }
    String reason =
        "enum %s read unknown symbols as %s and now %s"
            .formatted(
                TypeNames.quoted(now.schema().getName()),
                TypeNames.quoted(before),
                after == null ? "cannot read them" : "as " + TypeNames.quoted(after));
    String symbol =
        now.schema().getEnumSymbols().contains(before) ? "" : "the symbol `" + before + "` and ";
    changed(now.at("default"), now.path(), reason, symbol + "\"default\": \"" + before + "\"");
  }

  private static String fallback(SchemaNode node) {
    return node.schema().getType() == Schema.Type.ENUM ? node.schema().getEnumDefault() : null;
  }

  private void changed(TextPosition at, String path, String reason, String before) {
    add(Rule.DEFAULT_CHANGED, at, path, reason, "put back " + before);
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
    String subject = TypeNames.quoted(now.subject());
    String type = now.schema().getType().getName();
    String reason;
    if (before == null) {
      reason =
          "%s was a plain %s and is %s: values keep their bytes and get another meaning"
              .formatted(subject, type, after);
    } else if (after == null) {
      reason =
          "%s was %s and is a plain %s: values keep their bytes and lose their meaning"
              .formatted(subject, before, type);
    } else {
      reason =
          "%s was %s and is %s: values keep their bytes and get another meaning"
              .formatted(subject, before, after);
    }
    String remedy =
        before == null
            ? "take out the logical type"
            : "put back \"logicalType\": \"%s\"".formatted(before);
    add(
        Rule.LOGICAL_TYPE_CHANGED,
        now.at("logicalType"),
        now.path(),
        reason,
        remedy + TypeNames.another(now));
  }

  private void decimalChanged(SchemaNode was, SchemaNode now) {
    String before = size(was.schema());
    boolean scaled = scale(was.schema()) != scale(now.schema());
    add(
        Rule.DECIMAL_CHANGED,
        now.at(scaled ? "scale" : "precision"),
        now.path(),
        "%s was decimal(%s) and is decimal(%s): %s"
            .formatted(
                TypeNames.quoted(now.subject()),
                before,
                size(now.schema()),
                scaled
                    ? "the same bytes are another number"
                    : "not every value of one fits into the other"),
        "put back decimal(%s)".formatted(before) + TypeNames.another(now));
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
