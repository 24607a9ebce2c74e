package io.employeecdc.contract.check;

import io.employeecdc.contract.avsc.FieldSpot;
import io.employeecdc.contract.avsc.Position;
import io.employeecdc.contract.avsc.Spot;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** Says why a reader stumbles and what helps, seen from the new schema. */
final class Reasons {
  private final Direction direction;
  private final boolean reads;

  Reasons(Direction direction) {
    this.direction = direction;
    this.reads = direction == Direction.NEW_READS_OLD;
  }

  Observation fieldMissing(Pair pair, FieldSpot field) {
    String name = Words.quoted(field.name());
    Optional<String> alike = Renames.alike(pair, field, reads);
    if (reads) {
      String remedy =
          alike
              .map(
                  old ->
                      "if %s is %s renamed, say so with \"aliases\": [\"%s\"]; if it is new, %s"
                          .formatted(name, Words.quoted(old), old, giveDefault(field)))
              .orElseGet(() -> giveDefault(field));
      return observation(
          Rule.FIELD_WITHOUT_DEFAULT,
          field.at("name"),
          field.path(),
          name + " is new and has no default",
          remedy);
    }
    String keep = "keep %s: only a field with a default can go".formatted(name);
    return observation(
        Rule.FIELD_WITHOUT_DEFAULT,
        pair.writer().at("fields"),
        pair.writer().path() + "." + field.name(),
        name + " is gone and has no default",
        alike
            .map(now -> "keep %s beside %s, and fill both".formatted(name, Words.quoted(now)))
            .orElse(keep));
  }

  private static String giveDefault(FieldSpot field) {
    String example = Defaults.example(field.field().schema());
    return example == null
        ? "make its type a union that begins with \"null\", and give it \"default\": null"
        : "give it a default, such as \"default\": " + example;
  }

  Observation defaultDoesNotFit(Pair pair, FieldSpot field) {
    return observation(
        Rule.DEFAULT_DOES_NOT_FIT,
        reads ? field.at("default") : pair.writer().at("fields"),
        field.path(),
        Words.quoted(field.name())
            + (reads ? " is new" : " is gone")
            + " and its default %s is not a value of its type, %s"
                .formatted(Words.value(field.defaultValue()), Words.type(field.field().schema())),
        reads ? "write a default that is one" : "keep " + Words.quoted(field.name()));
  }

  /** Avro fails for every record when it cannot rename the writer's schema. */
  Observation aliasesFail(Spot writer, Spot reader, Throwable failure) {
    Spot now = reads ? reader : writer;
    String words = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return observation(
        Rule.UNREADABLE,
        now.at(),
        now.path(),
        "the aliases cannot be applied to what is written: " + words,
        "drop the alias that names something which still exists, or mend the default named here");
  }

  Observation typeChanged(Pair pair) {
    Spot now = now(pair);
    String was = Words.type(was(pair).schema());
    String is = Words.type(now.schema());
    String written = Words.type(pair.writer().schema());
    String read = Words.type(pair.reader().schema());
    return observation(
        Rule.TYPE_CHANGED,
        now.at(),
        now.path(),
        "%s was %s and is %s, and what is written as %s cannot be read as %s"
            .formatted(Words.subject(now.path()), was, is, written, read),
        "keep the type, or add another field of type %s with a default".formatted(is));
  }

  /** A value of one branch of the writer that the reader's type has no room for. */
  Observation branchMissing(Pair pair, Spot writer) {
    Optional<Observation> renamed = nameInUnion(pair);
    if (renamed.isPresent()) {
      return renamed.get();
    }
    Spot now = reads ? pair.reader() : writer;
    String branch = Words.type(pair.writer().schema());
    String subject = Words.subject(now.path());
    String room = Words.type(pair.reader().schema());
    String reason =
        reads
            ? "%s could be %s, and its type is now %s".formatted(subject, branch, room)
            : "%s can now be %s, and its type was %s".formatted(subject, branch, room);
    String remedy =
        reads
            ? "keep the branch " + branch
            : "release the branch %s for reading first and write it later, or add another field"
                    .formatted(branch)
                + " with a default";
    return observation(
        pair.reader().schema().getType() == Schema.Type.UNION
                || writer.schema().getType() == Schema.Type.UNION
            ? Rule.UNION_BRANCH_MISSING
            : Rule.TYPE_CHANGED,
        now.at(),
        now.path(),
        reason,
        remedy);
  }

  /** In a union, a named type is found by its full name. */
  private Optional<Observation> nameInUnion(Pair pair) {
    if (!Words.isNamed(pair.renamed()) || pair.reader().schema().getType() != Schema.Type.UNION) {
      return Optional.empty();
    }
    List<Spot> candidates =
        pair.reader().branches().stream()
            .filter(b -> b.schema().getType() == pair.renamed().getType())
            .filter(b -> b.schema().getName().equals(pair.renamed().getName()))
            .toList();
    return candidates.isEmpty() || pair.renamed().getType() == Schema.Type.RECORD
        ? Optional.empty()
        : Optional.of(nameChanged(new Pair(pair.writer(), pair.renamed(), candidates.get(0))));
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
    Spot now = now(pair);
    String was = was(pair).schema().getFullName();
    String is = now.schema().getFullName();
    return observation(
        rule,
        now.at("name"),
        now.path(),
        "%s %s is called %s now; %s"
            .formatted(
                now.schema().getType().getName(), Words.quoted(was), Words.quoted(is), consequence),
        reads
            ? "keep the name, or give the new one \"aliases\": [\"%s\"]".formatted(was)
            : "keep the name: what runs does not know the new one");
  }

  Observation sizeChanged(Pair pair) {
    Spot now = now(pair);
    return observation(
        Rule.FIXED_SIZE_CHANGED,
        now.at("size"),
        now.path(),
        "fixed %s had %d bytes and has %d"
            .formatted(
                Words.quoted(now.schema().getName()),
                was(pair).schema().getFixedSize(),
                now.schema().getFixedSize()),
        "keep the size, or add another field with a type of another name and a default");
  }

  Observation symbolsUnknown(Pair pair, List<String> symbols) {
    Spot now = now(pair);
    Schema reader = pair.reader().schema();
    String fallback = reader.getEnumDefault();
    String which =
        (symbols.size() == 1 ? "symbol " : "symbols ")
            + Words.quoted(symbols)
            + (symbols.size() == 1 ? " is " : " are ")
            + (reads ? "gone" : "new");
    if (fallback != null) {
      return observation(
          Rule.SYMBOL_READ_AS_DEFAULT,
          now.at("symbols"),
          now.path(),
          which + " and read as " + Words.quoted(fallback) + ", the enum's default",
          "");
    }
    return observation(
        Rule.ENUM_SYMBOL_UNKNOWN,
        now.at("symbols"),
        now.path(),
        "%s, and enum %s %s no default"
            .formatted(which, Words.quoted(reader.getName()), reads ? "has" : "had"),
        reads
            ? "keep what is written already, or give the enum itself a default (one of the field is"
                + " not used for this)"
            : "release a version whose enum has a default first, and write the new symbol once"
                + " every consumer has it");
  }

  Optional<Observation> lossy(Pair pair) {
    Schema.Type from = pair.renamed().getType();
    Schema.Type to = pair.reader().schema().getType();
    boolean loses =
        from == Schema.Type.LONG || (from == Schema.Type.INT && to == Schema.Type.FLOAT);
    if (!loses) {
      return Optional.empty();
    }
    Spot now = now(pair);
    return Optional.of(
        observation(
            Rule.LOSSY_PROMOTION,
            now.at(),
            now.path(),
            "%s is written as %s and read as %s, which keeps %s digits"
                .formatted(
                    Words.subject(now.path()),
                    from.getName(),
                    to.getName(),
                    to == Schema.Type.FLOAT ? "only 7" : "only 15"),
            "keep %s, or add another field with a default"
                .formatted(was(pair).schema().getType().getName())));
  }

  Observation elementGrew(Pair pair) {
    Spot now = now(pair);
    return observation(
        Rule.ELEMENT_GREW,
        now.at(),
        now.path(),
        "%s is read as something longer than was written, and Avro 1.12.2 in Java takes a short"
                .formatted(Words.subject(now.path()))
            + " array or map of it for cut off",
        "add another field with a default, beside the array or map");
  }

  private Spot now(Pair pair) {
    return reads ? pair.reader() : pair.writer();
  }

  private Spot was(Pair pair) {
    return reads ? pair.writer() : pair.reader();
  }

  private Observation observation(
      Rule rule, Position at, String path, String reason, String remedy) {
    return new Observation(rule, direction, at, path, reason, remedy);
  }
}
