package io.employeecdc.schemacheck;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Values of any schema; deep ones end as soon as a union offers a way out. */
final class RandomData {
  private static final int DEEP = 8;

  private final Random random;

  RandomData(Random random) {
    this.random = random;
  }

  /** A value; a {@link StackOverflowError} if every value of the schema is endless. */
  Object value(Schema schema, int depth) {
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt();
      case LONG -> random.nextLong();
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case STRING -> "text " + random.nextInt(1000);
      case BYTES -> ByteBuffer.wrap(bytes(random.nextInt(5)));
      case FIXED -> new GenericData.Fixed(schema, bytes(schema.getFixedSize()));
      case ENUM -> new GenericData.EnumSymbol(schema, any(schema.getEnumSymbols()));
      case ARRAY -> list(schema, depth);
      case MAP -> map(schema, depth);
      case UNION -> value(branch(schema, depth), depth + 1);
      case RECORD -> record(schema, depth);
    };
  }

  private Schema branch(Schema union, int depth) {
    if (depth > DEEP) {
      for (Schema branch : union.getTypes()) {
        if (branch.getType() != Schema.Type.RECORD) {
          return branch;
        }
      }
    }
    return any(union.getTypes());
  }

  private GenericData.Record record(Schema schema, int depth) {
    GenericData.Record value = new GenericData.Record(schema);
    schema.getFields().forEach(f -> value.put(f.pos(), value(f.schema(), depth + 1)));
    return value;
  }

  private List<Object> list(Schema schema, int depth) {
    List<Object> values = new ArrayList<>();
    for (int i = depth > DEEP ? 0 : 1 + random.nextInt(3); i > 0; i--) {
      values.add(value(schema.getElementType(), depth + 1));
    }
    return values;
  }

  private Map<String, Object> map(Schema schema, int depth) {
    Map<String, Object> values = new HashMap<>();
    for (int i = depth > DEEP ? 0 : 1 + random.nextInt(3); i > 0; i--) {
      values.put("key " + i, value(schema.getValueType(), depth + 1));
    }
    return values;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
