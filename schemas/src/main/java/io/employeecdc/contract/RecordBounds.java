package io.employeecdc.contract;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * What of somebody else's schema and records may be given to Avro. It goes as deep as a record
 * nests, on the stack, and does as many steps as a record claims to have elements, even such that
 * take no bytes; it copies a type into each place where the schema uses it. So a schema must be
 * small when it is written out, and a record of one that can repeat or hold itself is walked
 * through first.
 */
public final class RecordBounds {
  private static final int DEEPEST = 100;
  private static final int MOST_TYPES = 10_000;
  private static final int MOST_STEPS = 1_000_000;

  static {
    TrustedAvro.enforce();
  }

  private final Schema schema;
  private final boolean open;

  private RecordBounds(Schema schema, boolean open) {
    this.schema = schema;
    this.open = open;
  }

  /** Those of a schema's records; empty if the schema itself is too large or too deep. */
  public static Optional<RecordBounds> of(Schema schema) {
    BoundsWalk walk = new BoundsWalk();
    return walk.isSmall(schema, 0)
        ? Optional.of(new RecordBounds(schema, walk.open))
        : Optional.empty();
  }

  /**
   * Walks through a record, if its schema leaves open how large it is.
   *
   * @param value in the wire format
   * @throws MalformedRecordException if it is no record of the schema, or one without bounds
   */
  public void check(byte[] value) throws MalformedRecordException {
    if (open) {
      int length = value.length - WireFormat.HEADER_LENGTH;
      BinaryDecoder decoder =
          DecoderFactory.get().binaryDecoder(value, WireFormat.HEADER_LENGTH, length, null);
      try {
        new RecordWalk(decoder).skip(schema, 0);
      } catch (IOException | RuntimeException e) {
        throw new MalformedRecordException("the bytes are not a record of the schema they name", e);
      }
    }
  }

  /** Counts types, each as often as it is used. */
  private static final class BoundsWalk {
    private final Set<Schema> within = Collections.newSetFromMap(new IdentityHashMap<>());
    private int types;
    private boolean open;

    boolean isSmall(Schema schema, int depth) {
      if (++types > MOST_TYPES || depth > DEEPEST) {
        return false;
      }
      return switch (schema.getType()) {
        case ARRAY -> isSmallAndOpen(schema.getElementType(), depth);
        case MAP -> isSmallAndOpen(schema.getValueType(), depth);
        case UNION -> schema.getTypes().stream().allMatch(type -> isSmall(type, depth + 1));
        case RECORD -> isSmallRecord(schema, depth);
        default -> true;
      };
    }

    private boolean isSmallAndOpen(Schema element, int depth) {
      open = true;
      return isSmall(element, depth + 1);
    }

    private boolean isSmallRecord(Schema schema, int depth) {
      if (!within.add(schema)) {
        open = true;
        return true;
      }
      boolean small =
          schema.getFields().stream().allMatch(field -> isSmall(field.schema(), depth + 1));
      within.remove(schema);
      return small;
    }
  }

  /** Goes through a record's bytes and keeps nothing of them. */
  private static final class RecordWalk {
    private final BinaryDecoder in;
    private int steps;

    RecordWalk(BinaryDecoder in) {
      this.in = in;
    }

    void skip(Schema schema, int depth) throws IOException {
      if (++steps > MOST_STEPS || depth > DEEPEST) {
        throw new IOException("deeper or longer than any of ours");
      }
      switch (schema.getType()) {
        case RECORD -> {
          for (Schema.Field field : schema.getFields()) {
            skip(field.schema(), depth + 1);
          }
        }
        case ARRAY -> {
          for (long left = in.skipArray(); left != 0; left = in.skipArray()) {
            for (long i = 0; i < left; i++) {
              skip(schema.getElementType(), depth + 1);
            }
          }
        }
        case MAP -> {
          for (long left = in.skipMap(); left != 0; left = in.skipMap()) {
            for (long i = 0; i < left; i++) {
              in.skipString();
              skip(schema.getValueType(), depth + 1);
            }
          }
        }
        case UNION -> skip(schema.getTypes().get(in.readIndex()), depth + 1);
        case STRING -> in.skipString();
        case BYTES -> in.skipBytes();
        case FIXED -> in.skipFixed(schema.getFixedSize());
        case ENUM -> in.readEnum();
        case INT -> in.readInt();
        case LONG -> in.readLong();
        case FLOAT -> in.readFloat();
        case DOUBLE -> in.readDouble();
        case BOOLEAN -> in.readBoolean();
        case NULL -> in.readNull();
      }
    }
  }
}
