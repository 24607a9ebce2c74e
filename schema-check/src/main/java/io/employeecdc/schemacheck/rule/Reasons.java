package io.employeecdc.schemacheck.rule;

import static io.employeecdc.schemacheck.rule.TypeNames.another;
import static io.employeecdc.schemacheck.rule.TypeNames.quoted;
import static io.employeecdc.schemacheck.rule.TypeNames.type;
import static io.employeecdc.schemacheck.rule.TypeNames.value;

import io.employeecdc.schemacheck.avsc.FieldNode;
import io.employeecdc.schemacheck.avsc.SchemaNode;
import io.employeecdc.schemacheck.avsc.SchemaPart;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Says why a reader stumbles and what helps, seen from the new schema.
 *
 * @param alone whether the other direction is of no concern
 */
public record Reasons(Direction direction, boolean alone, boolean reads) {
  Reasons(Direction direction, boolean alone) {
    this(direction, alone, direction == Direction.NEW_READS_OLD);
  }

  Observation fieldMissing(Pair pair, FieldNode field) {
    String name = quoted(field.name());
    if (pair.writer().schema().getField(field.name()) != null) {
      return takenByAlias(pair, field);
    }
    if (reads) {
      return observation(
          Rule.FIELD_WITHOUT_DEFAULT,
          field,
          "name",
          quoted(field.subject()) + " is new and has no default",
          alias(pair, field) + giveDefault(field));
    }
    return without(
        Rule.FIELD_WITHOUT_DEFAULT,
        pair.writer(),
        field,
        quoted(field.subject()) + " is gone and has no default",
        aliased(pair.writer(), field.name())
            .map(now -> "give %s its name %s back".formatted(quoted(now), name))
            .orElse("put back %s: only a field with a default can go".formatted(name)));
  }

  private Observation takenByAlias(Pair pair, FieldNode field) {
    String name = quoted(field.name());
    String other = quoted(aliased(pair.reader(), field.name()).orElse(""));
    return without(
        Rule.FIELD_WITHOUT_DEFAULT,
        now(pair),
        field,
        "%s has no default and is read as %s, of which it is an alias".formatted(name, other),
        reads
            ? "take out the alias %s of %s".formatted(name, other)
            : "put back %s beside %s, and fill both".formatted(other, name));
  }

  private static Optional<String> aliased(SchemaNode record, String alias) {
    return record.schema().getFields().stream()
        .filter(field -> field.aliases().contains(alias))
        .map(Schema.Field::name)
        .findFirst();
  }

  private static String giveDefault(FieldNode field) {
    String example = Defaults.example(field.field().schema());
    return example == null
        ? "make its type a union that begins with \"null\", and give it \"default\": null"
        : "give it a default, such as \"default\": " + example;
  }

  /**
   * For a field of the same type that is gone; empty if there is none. An alias helps new readers
   * only: where old ones count, what they miss needs a default.
   */
  private String alias(Pair pair, FieldNode field) {
    List<Schema.Field> written = pair.writer().schema().getFields();
    // Each field is compared with each, so what is cheap comes first.
    return pair.renamed().getFields().stream()
        .filter(was -> alone || written.get(was.pos()).hasDefaultValue())
        .filter(was -> was.schema().getType() == field.field().schema().getType())
        .filter(was -> pair.reader().schema().getField(was.name()) == null)
        .map(was -> pair.writer().field(was.pos()))
        .filter(was -> was.field().schema().equals(field.field().schema()))
        .filter(was -> alone || Defaults.fits(was))
        .findFirst()
        .map(was -> asked(field, was.name()) + kept(was) + "; if it is new, ")
        .orElse("");
  }

  private static String asked(FieldNode field, String was) {
    return "if %s is %s renamed, say so with \"aliases\": [\"%s\"]"
        .formatted(quoted(field.name()), quoted(was), was);
  }

  private static String kept(FieldNode was) {
    return was.defaultValue() == null ? "" : " and \"default\": " + was.defaultValue();
  }

  /** A default of an earlier version; one of the new schema is reported as illegal. */
  Observation defaultDoesNotFit(Pair pair, FieldNode field) {
    String example = Defaults.example(field.field().schema());
    return without(
        Rule.DEFAULT_DOES_NOT_FIT,
        pair.writer(),
        field,
        "%s is gone and its default %s is not a value of its type, %s"
            .formatted(
                quoted(field.subject()), value(field.defaultValue()), type(field.field().schema())),
        "put back %s, %s"
            .formatted(
                quoted(field.name()),
                example == null ? "without a default" : "with \"default\": " + example));
  }

  /** Avro fails for every record when it cannot rename the writer's schema. */
  Observation aliasesFail(SchemaNode writer, SchemaNode reader, Throwable failure) {
    SchemaNode now = reads ? reader : writer;
    String words = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return observation(
        Rule.UNREADABLE,
        now,
        "",
        "the aliases cannot be applied to what is written: " + words,
        reads
            ? "take out the aliases that are new"
            : "give what is new another name than the aliases that the earlier version has");
  }

  Observation typeChanged(Pair pair) {
    String is = type(now(pair).schema());
    String written = type(pair.writer().schema());
    String read = type(pair.reader().schema());
    return changed(
        Rule.TYPE_CHANGED,
        pair,
        "%s was %s and is %s, and what is written as %s cannot be read as %s"
            .formatted(subject(pair), type(was(pair).schema()), is, written, read),
        putBackType(pair));
  }

  private String putBackType(Pair pair) {
    SchemaNode was = reads ? pair.whole() : pair.reader();
    return "put back the type " + type(was.schema()) + another(now(pair));
  }

  /** A value of one branch of the writer that the reader's type has no room for. */
  Observation branchMissing(Pair pair) {
    Optional<Observation> renamed = nameInUnion(pair);
    if (renamed.isPresent()) {
      return renamed.get();
    }
    boolean either = pair.whole().schema().isUnion() || pair.reader().schema().isUnion();
    boolean both = pair.whole().schema().isUnion() && pair.reader().schema().isUnion();
    String branch = type(pair.writer().schema());
    String room = type(pair.reader().schema());
    String reason =
        reads
            ? "%s could be %s, and its type is now %s".formatted(subject(pair), branch, room)
            : "%s can now be %s, and its type was %s".formatted(subject(pair), branch, room);
    String remedy =
        reads
            ? "put back the branch " + branch
            : "take out the branch " + branch + another(now(pair));
    return changed(
        either ? Rule.UNION_BRANCH_MISSING : Rule.TYPE_CHANGED,
        pair,
        reason,
        both ? remedy : putBackType(pair));
  }

  /** In a union, a named type is found by its full name. */
  private Optional<Observation> nameInUnion(Pair pair) {
    Schema.Type type = pair.renamed().getType();
    if ((type != Schema.Type.ENUM && type != Schema.Type.FIXED)
        || !pair.reader().schema().isUnion()) {
      return Optional.empty();
    }
    return pair.reader().branches().stream()
        .filter(b -> b.schema().getType() == type)
        .filter(b -> b.schema().getName().equals(pair.renamed().getName()))
        .findFirst()
        .map(b -> nameChanged(new Pair(pair.writer(), pair.renamed(), b)));
  }

  Observation nameChanged(Pair pair) {
    return named(Rule.NAME_CHANGED, pair, "nothing says that the two are one type");
  }

  /** Only the registry looks at the names of records. */
  Observation recordNameChanged(Pair pair) {
    return named(
        Rule.REGISTRY_REFUSES,
        pair,
        "Avro reads it all the same, but the registry takes it for another type");
  }

  private Observation named(Rule rule, Pair pair, String consequence) {
    SchemaNode now = now(pair);
    String was = was(pair).schema().getFullName();
    String is = now.schema().getFullName();
    return observation(
        rule,
        now,
        "name",
        "%s %s is called %s now; %s"
            .formatted(now.schema().getType().getName(), quoted(was), quoted(is), consequence),
        nameTaken(pair, was)
            ? reads ? putBackType(pair) : "take out the branch " + type(now.schema())
            : "put back the name "
                + quoted(was)
                + (reads && alone ? ", or add \"aliases\": [\"" + was + "\"]" : ""));
  }

  /** True if one type cannot have the name: another branch has it, or it would need several. */
  private boolean nameTaken(Pair pair, String name) {
    List<Schema> branches =
        pair.whole().schema().isUnion() ? pair.whole().schema().getTypes() : List.<Schema>of();
    return reads
        ? branches.stream().filter(b -> b.getType() == Schema.Type.RECORD).count() > 1
        : branches.stream().anyMatch(b -> b.getFullName().equals(name));
  }

  Observation sizeChanged(Pair pair) {
    SchemaNode now = now(pair);
    int size = was(pair).schema().getFixedSize();
    return observation(
        Rule.FIXED_SIZE_CHANGED,
        now,
        "size",
        "fixed %s had %d bytes and has %d"
            .formatted(quoted(now.schema().getName()), size, now.schema().getFixedSize()),
        "put back \"size\": " + size + another(now));
  }

  Observation symbolsUnknown(Pair pair, List<String> symbols) {
    SchemaNode now = now(pair);
    Schema reader = pair.reader().schema();
    String fallback = reader.getEnumDefault();
    String names = (symbols.size() == 1 ? "symbol " : "symbols ") + quoted(symbols);
    String which = names + (symbols.size() == 1 ? " is " : " are ") + (reads ? "gone" : "new");
    if (fallback != null) {
      return observation(
          Rule.SYMBOL_READ_AS_DEFAULT,
          now,
          "symbols",
          which + " and read as " + quoted(fallback) + ", the enum's default",
          "");
    }
    String example = Defaults.example(reader);
    String orDefault =
        example == null
            ? ""
            : ", or give the enum itself (not its field) a default, such as \"default\": "
                + example;
    return observation(
        Rule.ENUM_SYMBOL_UNKNOWN,
        now,
        "symbols",
        "%s, and enum %s %s no default"
            .formatted(which, quoted(reader.getName()), reads ? "has" : "had"),
        reads
            ? "put back the " + names + orDefault
            : "take out the "
                + names
                + (symbols.contains(now.schema().getEnumDefault())
                    ? " and the enum's \"default\""
                    : ""));
  }

  Optional<Observation> lossy(Pair pair) {
    Schema.Type from = pair.renamed().getType();
    Schema.Type to = pair.reader().schema().getType();
    boolean digits =
        from == Schema.Type.LONG || (from == Schema.Type.INT && to == Schema.Type.FLOAT);
    if (!digits && from != Schema.Type.BYTES) {
      return Optional.empty();
    }
    String left = !digits ? "what is UTF-8" : to == Schema.Type.FLOAT ? "7 digits" : "15 digits";
    return Optional.of(
        changed(
            Rule.LOSSY_PROMOTION,
            pair,
            "%s is written as %s and read as %s, which keeps only %s"
                .formatted(subject(pair), from.getName(), to.getName(), left),
            putBackType(pair)));
  }

  Observation elementGrew(Pair pair) {
    return changed(
        Rule.ELEMENT_GREW,
        pair,
        "%s is read as something longer than was written, and Avro 1.12.2 in Java takes a short"
                .formatted(subject(pair))
            + " array or map of it for cut off",
        "put back what it was");
  }

  private Observation changed(Rule rule, Pair pair, String reason, String remedy) {
    return observation(rule, now(pair), "", reason, remedy);
  }

  private String subject(Pair pair) {
    return quoted(now(pair).subject());
  }

  private SchemaNode now(Pair pair) {
    return reads ? pair.reader() : pair.writer();
  }

  private SchemaNode was(Pair pair) {
    return reads ? pair.writer() : pair.reader();
  }

  private Observation observation(
      Rule rule, SchemaPart part, String attribute, String reason, String remedy) {
    return new Observation(rule, direction, part, attribute, reason, remedy);
  }

  /** About a field that the record has not. */
  private Observation without(
      Rule rule, SchemaNode record, FieldNode field, String reason, String remedy) {
    String path = record.path() + "." + field.name();
    return new Observation(
        rule, rule.origin(), direction, record.at("fields"), path, reason, remedy);
  }
}
