package io.employeecdc.schematools.rule;

import io.employeecdc.schematools.avsc.FieldNode;
import io.employeecdc.schematools.avsc.MalformedSchemaException;
import io.employeecdc.schematools.avsc.SchemaFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the specification forbids and Avro's parser lets pass: no registry needs to take it, other
 * languages do not, and a default fails the first reader that needs it.
 */
public final class IllegalSchema {
  private IllegalSchema() {}

  public static List<Observation> find(SchemaFile file) {
    List<Observation> found = new ArrayList<>();
    Optional<MalformedSchemaException> mistake = file.mistake();
    mistake.ifPresent(
        m ->
            found.add(
                new Observation(
                    Rule.ILLEGAL_SCHEMA,
                    null,
                    m.position(),
                    file.root().path(),
                    m.problem(),
                    "write it as the specification asks for")));
    file.root().allFields().stream()
        .filter(field -> !Defaults.fits(field))
        .forEach(field -> found.add(illegalDefault(field)));
    return found;
  }

  private static Observation illegalDefault(FieldNode field) {
    String example = Defaults.example(field.field().schema());
    return new Observation(
        Rule.DEFAULT_DOES_NOT_FIT,
        null,
        field.at("default"),
        field.path(),
        "the default %s of %s is not a value of its type, %s"
            .formatted(
                TypeNames.value(field.defaultValue()),
                TypeNames.quoted(field.subject()),
                TypeNames.type(field.field().schema())),
        example == null
            ? "take out the default"
            : "write a default that is one, such as \"default\": " + example);
  }
}
