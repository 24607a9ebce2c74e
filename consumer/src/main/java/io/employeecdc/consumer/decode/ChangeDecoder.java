package io.employeecdc.consumer.decode;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.contract.MalformedRecordException;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.EmployeeCDC;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Decodes one record after the other. Keeps one reader per schema; a schema that the registry does
 * not have is asked for again with the next record that names it. Not for several threads.
 */
public final class ChangeDecoder {
  private final Registry registry;
  private final Map<Integer, SchemaReader> readers = new HashMap<>();

  public ChangeDecoder(Registry registry) {
    this.registry = registry;
  }

  /**
   * Decodes a record.
   *
   * @param key null if the record has none
   * @param value null if the record has none
   * @param source goes into the change as it is
   * @throws RegistryException if the registry is out of reach or refuses to answer us, so that
   *     nothing can be said of the record
   */
  public Decoded decode(byte[] key, byte[] value, int source) throws RegistryException {
    if (value == null) {
      return Decoded.Tombstone.INSTANCE;
    }
    try {
      return new Decoded.Good(change(key, value, source));
    } catch (UndecodableException e) {
      return e.outcome();
    }
  }

  private Change change(byte[] key, byte[] value, int source)
      throws UndecodableException, RegistryException {
    EmployeeCDC record = reader(value).read(value);
    if (key == null) {
      throw new UndecodableException(DecodeFault.NO_KEY, "the record has a value but no key");
    }
    if (!DecimalKey.matches(key, record.getEmpId())) {
      throw new UndecodableException(
          DecodeFault.WRONG_KEY, "the record's key is not the emp_id of its value");
    }
    if (record.getAction() == Action.UNKNOWN) {
      throw new UndecodableException(
          DecodeFault.UNKNOWN_ACTION, "the action is one that this consumer does not know");
    }
    boolean delete = record.getAction() == Action.DELETE;
    if (!delete && record.getEmployee() == null) {
      throw new UndecodableException(
          DecodeFault.NO_ROW, "the record has no row although its action is not DELETE");
    }
    return new Change(
        record.getActionId(),
        record.getEmpId(),
        delete ? null : record.getEmployee(),
        micros(record.getCapturedAt()),
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
      reader = ask(id);
      readers.put(id, reader);
    }
    return reader;
  }

  private SchemaReader ask(int id) throws UndecodableException, RegistryException {
    try {
      return new SchemaReader(registry.schema(id));
    } catch (RegistryException e) {
      switch (e.reason()) {
        case NOT_FOUND ->
            throw new UndecodableException(
                DecodeFault.UNKNOWN_SCHEMA, "the registry has no schema with id " + id, e);
        case NOT_AVRO ->
            throw new UndecodableException(
                DecodeFault.WRONG_TYPE, "the registry's schema " + id + " is not an Avro one", e);
        default -> throw e;
      }
    }
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }
}
