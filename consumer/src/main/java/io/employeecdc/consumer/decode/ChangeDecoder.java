package io.employeecdc.consumer.decode;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.failure.DecodeFault;
import io.employeecdc.contract.MalformedRecordException;
import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.runtime.kafka.LeftOut;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;

/**
 * Decodes one record after the other. Keeps one reader per schema; a schema that the registry does
 * not have is asked for again with the next record that names it. Not for several threads.
 */
public final class ChangeDecoder {
  private static final String UNKNOWN = "UNKNOWN";
  private static final String DELETE = "DELETE";

  private final WriterSchemas schemas;
  private final int action;
  private final int capturedAt;
  private final Map<Integer, SchemaReader> readers = new HashMap<>();

  /**
   * A decoder for one thread.
   *
   * @param schemas shared by all of them
   */
  public ChangeDecoder(WriterSchemas schemas) {
    this.schemas = schemas;
    this.action = schemas.built().schema().getField("action").pos();
    this.capturedAt = schemas.built().schema().getField("captured_at").pos();
  }

  /** A decoder that is the only one and reports nothing of the schemas that it meets. */
  public ChangeDecoder(Registry registry, Contract contract) {
    this(
        new WriterSchemas(
            registry, Names.valueSubject(contract.names().topic()), contract, schema -> {}));
  }

  /**
   * Decodes a record that has a value; one without lets the topic be compacted, and says nothing.
   *
   * @param key null if the record has none
   * @param source goes into the change as it is
   * @throws UndecodableException if it is no change that can be applied
   * @throws RegistryException if the registry is out of reach or refuses to answer us, so that
   *     nothing can be said of the record
   */
  public Change decode(byte[] key, byte[] value, int source)
      throws UndecodableException, RegistryException {
    requireWhole(key, value);
    SchemaReader reader = reader(value);
    return change(key, reader, reader.read(value), source);
  }

  private static void requireWhole(byte[] key, byte[] value) throws UndecodableException {
    if (LeftOut.isPlaceholder(key) || LeftOut.isPlaceholder(value)) {
      throw new UndecodableException(
          DecodeFault.TOO_LARGE,
          "the %s is larger than any of ours, and left out"
              .formatted(LeftOut.isPlaceholder(key) ? "key" : "value"));
    }
  }

  private Change change(byte[] key, SchemaReader reader, IndexedRecord record, int source)
      throws UndecodableException {
    if (key == null) {
      throw new UndecodableException(DecodeFault.NO_KEY, "the record has a value but no key");
    }
    CapturedTable table = schemas.built().table();
    KeyValue value = table.key().in(record);
    if (!table.key().matches(key, value)) {
      throw new UndecodableException(
          DecodeFault.WRONG_KEY,
          "the record's key is not the %s of its value".formatted(table.key()));
    }
    String what = record.get(action).toString();
    if (what.equals(UNKNOWN)) {
      throw new UndecodableException(
          DecodeFault.UNKNOWN_ACTION, "the action is one that this consumer does not know");
    }
    boolean delete = what.equals(DELETE);
    IndexedRecord row = delete ? null : table.rowIn(record);
    if (!delete && row == null) {
      throw new UndecodableException(
          DecodeFault.NO_ROW, "the record has no row although its action is not DELETE");
    }
    return new Change(
        (Long) record.get(0),
        value,
        row,
        delete ? schemas.built().versions().own() : reader.rowVersion(),
        (Long) record.get(capturedAt),
        source);
  }

  private SchemaReader reader(byte[] value) throws UndecodableException, RegistryException {
    int id;
    try {
      id = WireFormat.schemaId(value);
    } catch (MalformedRecordException e) {
      throw new UndecodableException(DecodeFault.NOT_WIRE_FORMAT, e.getMessage(), e);
    }
    SchemaReader reader = readers.get(id);
    if (reader == null) {
      reader = reader(schemas.of(id));
      if (readers.size() >= WriterSchemas.MOST) {
        readers.clear();
      }
      readers.put(id, reader);
    }
    return reader;
  }

  /**
   * Whatever a stranger's schema does to Avro or to us while the two schemas are put together, it
   * does with each of its records and at every start: of nothing else is anything asked here. It is
   * tried once, as it may take long.
   */
  private SchemaReader reader(WriterSchema schema) {
    try {
      return new SchemaReader(schema, schemas.built());
    } catch (RuntimeException e) {
      UndecodableException why =
          new UndecodableException(
              DecodeFault.UNREADABLE_SCHEMA,
              "the schema (id %d) cannot be read by this consumer".formatted(schema.id()),
              e);
      return new SchemaReader(schema.refused(why), schemas.built());
    }
  }
}
