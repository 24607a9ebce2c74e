package io.employeecdc.contract.table;

import io.employeecdc.contract.type.Slot;
import io.employeecdc.contract.type.UnfitContractException;
import java.util.List;
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
    UnfitContractException.require(
        contract.getType() == Schema.Type.RECORD, "", "a contract is a record");
    for (String name : List.of(ACTION_ID, ACTION, CAPTURED_AT)) {
      UnfitContractException.require(
          contract.getField(name) != null, "", "a contract has a field " + name);
    }
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
    UnfitContractException.require(
        action.getType() == Schema.Type.ENUM && action.getEnumSymbols().containsAll(ACTIONS),
        ACTION,
        "it must be an enum with the symbols " + String.join(", ", ACTIONS));
  }

  private static void requireType(Schema contract, String field, String sqlType, String expected) {
    Slot slot = Slot.of(field, contract.getField(field).schema());
    boolean mayBeNull = field.equals(TRANSACTION_ID);
    UnfitContractException.require(
        slot.type().sqlType().equals(sqlType) && (!slot.nullable() || mayBeNull),
        field,
        "it must be " + expected);
  }

  /** What a producer knows nothing of, it writes as the default. */
  static void requireDefaults(Schema contract, Schema.Field row) {
    int action = contract.getField(ACTION).pos();
    for (Schema.Field field : contract.getFields()) {
      boolean known =
          field.pos() <= action
              || field.equals(row)
              || List.of(CAPTURED_AT, TRANSACTION_ID).contains(field.name());
      UnfitContractException.require(
          known || field.hasDefaultValue(),
          field.name(),
          "the producer writes its default, and it has none");
    }
  }
}
