package io.employeecdc.schemacheck.rule;

import static io.employeecdc.schemacheck.rule.TypeNames.quoted;
import static io.employeecdc.schemacheck.rule.TypeNames.type;
import static io.employeecdc.schemacheck.rule.TypeNames.value;

import io.employeecdc.schemacheck.avsc.FieldNode;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import java.util.ArrayList;
import java.util.List;

/**
 * What the specification forbids and Avro's parser lets pass: no registry needs to take it, other
 * languages do not, and a default fails the first reader that needs it.
 */
public final class IllegalSchema {
  private IllegalSchema() {}

  public static List<Observation> find(SchemaFile file) {
    List<Observation> found = new ArrayList<>();
    Rule rule = Rule.ILLEGAL_SCHEMA;
    String path = file.root().path();
    String remedy = "write it as the specification asks for";
    file.mistake()
        .map(
            m ->
                new Observation(rule, rule.origin(), null, m.position(), path, m.problem(), remedy))
        .ifPresent(found::add);
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
        field,
        "default",
        "the default %s of %s is not a value of its type, %s"
            .formatted(
                value(field.defaultValue()), quoted(field.subject()), type(field.field().schema())),
        example == null
            ? "take out the default"
            : "write a default that is one, such as \"default\": " + example);
  }
}
