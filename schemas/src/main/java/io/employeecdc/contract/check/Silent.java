package io.employeecdc.contract.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.employeecdc.contract.avsc.FieldSpot;
import io.employeecdc.contract.avsc.Position;
import io.employeecdc.contract.avsc.Spot;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;

/** Changes that break no reader and that somebody should still hear of. */
final class Silent {
  private Silent() {}

  static Observation renamed(String was, Position at, String path) {
    return new Observation(
        Rule.RENAMED_BY_ALIAS,
        null,
        at,
        path,
        "%s is %s renamed, as its alias says; earlier versions do not look for the new name"
            .formatted(Words.last(path), Words.quoted(was)),
        "");
  }

  /** Nothing breaks as long as no union has to choose between changed types. */
  static Optional<Observation> moved(Spot was, Spot now) {
    String before = was.schema().getFullName();
    String after = now.schema().getFullName();
    boolean known = now.schema().getAliases().contains(before);
    if (known || before.equals(after) || !was.schema().getName().equals(now.schema().getName())) {
      return Optional.empty();
    }
    return Optional.of(
        new Observation(
            Rule.NAMESPACE_CHANGED,
            null,
            now.at("name"),
            now.path(),
            "%s is %s, in another namespace: generated classes move, and the next change of a"
                    .formatted(Words.quoted(before), Words.quoted(after))
                + " union may no longer find it",
            "put back the namespace, or add \"aliases\": [\"" + before + "\"]"));
  }

  static Observation reordered(Spot record) {
    return new Observation(
        Rule.FIELD_ORDER_CHANGED,
        null,
        record.at("fields"),
        record.path(),
        "the fields of %s stand in another order, which breaks nothing: they are matched by name"
            .formatted(Words.quoted(record.schema().getName())),
        "");
  }

  static Optional<Observation> docRemoved(Spot was, Spot now) {
    return removed(was.schema().getDoc(), now.schema().getDoc(), now.at(), now.path());
  }

  static Optional<Observation> docRemoved(FieldSpot was, FieldSpot now) {
    return removed(was.field().doc(), now.field().doc(), now.at(), now.path());
  }

  private static Optional<Observation> removed(String was, String now, Position at, String path) {
    if (blank(was) || !blank(now)) {
      return Optional.empty();
    }
    return Optional.of(
        new Observation(
            Rule.DOC_REMOVED,
            null,
            at,
            path,
            Words.last(path) + " has lost its doc, which says what the data means",
            "put the doc back: \"doc\": \"" + shortened(was) + "\""));
  }

  static Optional<Observation> defaultChanged(FieldSpot was, FieldSpot now) {
    JsonNode before = was.defaultValue();
    JsonNode after = now.defaultValue();
    if (before == null || before.equals(after) || !Defaults.fits(was)) {
      return Optional.empty();
    }
    String type =
        Defaults.fits(before, now.field().schema())
            ? ""
            : "the type " + Words.type(was.field().schema()) + " and ";
    String reason =
        after == null
            ? "%s has lost its default %s: from now on it can neither be removed nor be missing"
                .formatted(Words.quoted(now.subject()), Words.value(before))
            : "%s had the default %s and has %s: the same record reads differently in two versions"
                .formatted(Words.quoted(now.subject()), Words.value(before), Words.value(after));
    return Optional.of(changed(now.at("default"), now.path(), reason, type, Words.value(before)));
  }

  static Optional<Observation> enumDefault(Spot was, Spot now) {
    String before = fallback(was);
    String after = fallback(now);
    if (before == null || Objects.equals(before, after)) {
      return Optional.empty();
    }
    String reason =
        "enum %s read unknown symbols as %s and now %s"
            .formatted(
                Words.quoted(now.schema().getName()),
                Words.quoted(before),
                after == null ? "cannot read them" : "as " + Words.quoted(after));
    String symbol =
        now.schema().getEnumSymbols().contains(before) ? "" : "the symbol `" + before + "` and ";
    return Optional.of(
        changed(now.at("default"), now.path(), reason, symbol, "\"" + before + "\""));
  }

  private static String fallback(Spot spot) {
    return spot.schema().getType() == Schema.Type.ENUM ? spot.schema().getEnumDefault() : null;
  }

  private static Observation changed(
      Position at, String path, String reason, String also, String before) {
    String remedy = "put back " + also + "\"default\": " + before;
    return new Observation(Rule.DEFAULT_CHANGED, null, at, path, reason, remedy);
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
