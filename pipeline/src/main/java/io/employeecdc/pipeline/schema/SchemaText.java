package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.avsc.SchemaFile;
import io.employeecdc.contract.check.Version;

/**
 * A schema before it is parsed.
 *
 * @param label how sentences call it
 * @param name how places in it are named
 */
record SchemaText(String label, String name, String text) {
  /**
   * The parsed schema.
   *
   * @throws io.employeecdc.contract.avsc.MalformedSchemaException if it is none
   */
  Version load() {
    return new Version(SchemaFile.parse(name, text), label);
  }
}
