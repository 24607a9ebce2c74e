package io.employeecdc.compatibility.versions;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.ArrayArbitrary;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Any value of a schema that does not contain itself. */
final class RandomValues {
  private RandomValues() {}

  static Arbitrary<GenericRecord> record(Schema schema) {
    List<Arbitrary<Object>> fields =
        schema.getFields().stream().map(field -> of(field.schema())).toList();
    return Combinators.combine(fields)
        .as(
            values -> {
              GenericRecord record = new GenericData.Record(schema);
              for (int i = 0; i < values.size(); i++) {
                record.put(i, values.get(i));
              }
              return record;
            });
  }

  private static Arbitrary<Object> of(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> Arbitraries.just(null);
      case BOOLEAN -> Arbitraries.of(true, false).map(b -> b);
      case INT -> Arbitraries.integers().map(i -> i);
      case LONG -> Arbitraries.longs().map(l -> l);
      case FLOAT -> Arbitraries.floats().map(f -> f);
      case DOUBLE -> Arbitraries.doubles().map(d -> d);
      case STRING -> text().map(text -> text);
      case BYTES -> bytes().ofMaxSize(20).map(ByteBuffer::wrap);
      case FIXED ->
          bytes().ofSize(schema.getFixedSize()).map(b -> new GenericData.Fixed(schema, b));
      case ENUM ->
          Arbitraries.of(schema.getEnumSymbols())
              .map(symbol -> new GenericData.EnumSymbol(schema, symbol));
      case ARRAY -> of(schema.getElementType()).list().ofMaxSize(4).map(list -> list);
      case MAP -> Arbitraries.maps(text(), of(schema.getValueType())).ofMaxSize(4).map(map -> map);
      case UNION -> Arbitraries.oneOf(schema.getTypes().stream().map(RandomValues::of).toList());
      case RECORD -> record(schema).map(record -> record);
    };
  }

  /** Half of a surrogate pair is no character, and UTF-8 has no bytes for it. */
  private static Arbitrary<String> text() {
    return Arbitraries.strings()
        .all()
        .ofMaxLength(120)
        .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
  }

  private static ArrayArbitrary<Byte, byte[]> bytes() {
    return Arbitraries.bytes().array(byte[].class);
  }
}
