package io.employeecdc.contract.table;

import io.employeecdc.contract.type.Slot;
import io.employeecdc.contract.type.UnfitContractException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The record around a row: what each contract has beside its table's columns. */
public final class Envelope {
  static final String ACTION_ID = "action_id";
  static final String ACTION = "action";
  static final String CAPTURED_AT = "captured_at";
  private static final String TRANSACTION_ID = "transaction_id";
  private static final List<String> ACTIONS = List.of("SNAPSHOT", "INSERT", "UPDATE", "DELETE");

  private Envelope() {}

  /** Whether a schema is meant to be a contract, though it may lack a field of one. */
  public static boolean is(Schema schema) {
    return schema.getType() == Schema.Type.RECORD
        && schema.getField(ACTION_ID) != null
        && (schema.getField(ACTION) != null || schema.getField(CAPTURED_AT) != null);
  }

  static void require(Schema contract) {
    if (contract.getType() != Schema.Type.RECORD) {
      throw new UnfitContractException("", "a contract is a record");
    }
    Stream.of(ACTION_ID, ACTION, CAPTURED_AT)
        .filter(name -> contract.getField(name) == null)
        .findFirst()
        .ifPresent(
            name -> {
              throw new UnfitContractException("", "a contract has a field " + name);
            });
    if (contract.getField(ACTION_ID).pos() != 0 || contract.getField(ACTION).pos() < 2) {
      throw new UnfitContractException(
          ACTION_ID, "a contract begins with action_id and the key's fields, then action");
    }
    requireTypes(contract);
  }

  private static void requireTypes(Schema contract) {
    requireType(contract, ACTION_ID, "bigint", "a long");
    requireType(contract, CAPTURED_AT, "timestamptz", "a long with timestamp-micros");
    Schema.Field transaction = contract.getField(TRANSACTION_ID);
    if (transaction != null && transaction.pos() > contract.getField(ACTION).pos()) {
      requireType(contract, TRANSACTION_ID, "bigint", "a long, or null");
    }
    Schema action = contract.getField(ACTION).schema();
    if (action.getType() != Schema.Type.ENUM || !action.getEnumSymbols().containsAll(ACTIONS)) {
      throw new UnfitContractException(
          ACTION,
          "field action: it must be an enum with the symbols " + String.join(", ", ACTIONS));
    }
  }

  private static void requireType(Schema contract, String field, String sqlType, String expected) {
    Slot slot = Slot.of(field, contract.getField(field).schema());
    boolean mayBeNull = field.equals(TRANSACTION_ID);
    if (!slot.type().sqlType().equals(sqlType) || (slot.nullable() && !mayBeNull)) {
      throw new UnfitContractException(field, "field %s: it must be %s".formatted(field, expected));
    }
  }

  /** What a producer knows nothing of, it writes as the default. */
  static void requireDefaults(Schema contract, Schema.Field row) {
    contract.getFields().stream()
        .skip(contract.getField(ACTION).pos() + 1L)
        .filter(field -> !field.equals(row) && !field.hasDefaultValue())
        .filter(field -> !List.of(CAPTURED_AT, TRANSACTION_ID).contains(field.name()))
        .findFirst()
        .ifPresent(
            field -> {
              throw new UnfitContractException(
                  field.name(),
                  "field %s: the producer writes its default, and it has none"
                      .formatted(field.name()));
            });
  }
}
