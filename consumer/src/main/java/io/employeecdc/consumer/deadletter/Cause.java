package io.employeecdc.consumer.deadletter;

import io.employeecdc.consumer.apply.Fault;
import io.employeecdc.consumer.decode.DecodeFault;
import io.employeecdc.consumer.decode.Decoded;
import io.employeecdc.consumer.failure.FailurePolicy;
import java.util.Optional;

/**
 * Why a record is a dead letter. No part holds anything of the record's content.
 *
 * @param label the kind of fault as a metric's label: a SQLSTATE or a decoding fault
 * @param exceptionClass class of the exception that told
 * @param message one line, composed by us
 */
public record Cause(
    Stage stage,
    String label,
    String exceptionClass,
    String message,
    Optional<DecodeFault> decodeFault,
    Optional<String> sqlState,
    Optional<String> column,
    Optional<String> constraint) {

  /** True if nothing was wrong with the record: the target was out of reach. */
  public boolean outage() {
    return sqlState.filter(state -> FailurePolicy.of(state) == FailurePolicy.OUTAGE).isPresent();
  }

  /** What records that fail alike have in common; one short phrase for an operator. */
  public String kind() {
    return stage == Stage.APPLY ? message : "undecodable: " + label;
  }

  public static Cause of(Fault fault) {
    return new Cause(
        Stage.APPLY,
        fault.sqlState(),
        fault.exceptionClass(),
        fault.message(),
        Optional.empty(),
        Optional.of(fault.sqlState()),
        fault.column(),
        fault.constraint());
  }

  public static Cause of(Decoded.Bad bad) {
    return new Cause(
        Stage.DECODE,
        bad.fault().label(),
        bad.exceptionClass(),
        bad.message(),
        Optional.of(bad.fault()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
