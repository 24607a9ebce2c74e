package io.employeecdc.schemacheck;

import io.employeecdc.schemacheck.rule.DecoderVerdict;
import io.employeecdc.schemacheck.rule.SchemaSize;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** What the registry will say: Confluent's checker asks this same class of Avro's. */
final class RegistryVerdict {
  private RegistryVerdict() {}

  static List<String> refusals(Schema writer, Schema reader) {
    if (!SchemaSize.hasGrammar(writer) || !SchemaSize.hasGrammar(reader)) {
      // It lists one fault again for every way that leads to it, and would not end.
      return DecoderVerdict.of(writer, reader).failure().stream().toList();
    }
    try {
      return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
          .getResult()
          .getIncompatibilities()
          .stream()
          .map(RegistryVerdict::words)
          .toList();
    } catch (RuntimeException e) {
      // The registry refuses as well when its check fails.
      return List.of(String.valueOf(e.getMessage()).lines().findFirst().orElse("it fails"));
    } catch (StackOverflowError e) {
      return List.of("it does not end");
    }
  }

  private static String words(SchemaCompatibility.Incompatibility found) {
    return found.getType() + " at " + found.getLocation() + ": " + found.getMessage();
  }
}
