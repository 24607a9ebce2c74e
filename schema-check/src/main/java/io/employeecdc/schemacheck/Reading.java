package io.employeecdc.schemacheck;

import io.employeecdc.schemacheck.rule.DecoderVerdict;
import io.employeecdc.schemacheck.rule.Direction;
import io.employeecdc.schemacheck.rule.Objector;
import java.util.List;

/**
 * What becomes of a writer's records in a reader's hands, as Avro's decoder decides it.
 *
 * @param extent how many of the records can be read
 * @param ignored paths of the writer's fields that the reader passes over, in the order of the
 *     writer's fields
 * @param obstacles why records cannot be read, a sentence each; empty if all can
 */
public record Reading(Extent extent, List<String> ignored, List<String> obstacles) {
  public enum Extent {
    ALL,
    /** It depends on what a record holds, such as a symbol of an enum or the branch of a union. */
    SOME,
    NONE
  }

  /**
   * Judges a pair; the labels are what the sentences call the two, as in {@link SchemaCheck}, and
   * the direction says which of them is the newer one.
   *
   * <p>Only Avro's own rules count: what decodes to something else is for the check before the
   * release to find.
   */
  public static Reading of(Version writer, Version reader, Direction direction) {
    CheckResult result = SchemaCheck.ofPair(writer, reader, direction, Rules.ALL);
    DecoderVerdict decoder = DecoderVerdict.of(writer.file().schema(), reader.file().schema());
    boolean all = decoder.failure().isEmpty();
    Extent extent = all ? Extent.ALL : decoder.hopeless() ? Extent.NONE : Extent.SOME;
    List<String> obstacles =
        result.findings().stream()
            .filter(finding -> !all && finding.error())
            .filter(f -> f.origin() == Objector.AVRO || f.origin() == Objector.DECODER)
            .map(Finding::message)
            .toList();
    return new Reading(extent, decoder.ignored(), obstacles);
  }

  public boolean complete() {
    return extent == Extent.ALL;
  }
}
