package io.employeecdc.contract.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/**
 * A schema by all that it says: types, docs, defaults, aliases, logical types and other properties,
 * but not layout, the order of keys or how names are qualified.
 *
 * <p>{@link Schema#equals} would not do, as it forgets docs and aliases, nor would Avro's canonical
 * form, which forgets defaults and logical types as well: the registry keeps two such schemas as
 * two versions under two ids, and so they are two here. An id would not do either: it is the
 * registry's own, and another registry gives another.
 */
public final class SchemaContent {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SchemaContent() {}

  /** True if both say the same. */
  public static boolean same(Schema one, Schema other) {
    return of(one).equals(of(other));
  }

  static JsonNode of(Schema schema) {
    try {
      return JSON.readTree(schema.toString());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
