package io.employeecdc.producer;

import io.employeecdc.contract.TrustedAvro;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.schema.Employee;
import io.employeecdc.schema.EmployeeCDC;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of the topic that is no tombstone, with its value decoded by Avro itself. */
record Change(ConsumerRecord<byte[], byte[]> record, EmployeeCDC value) {
  static {
    TrustedAvro.enforce();
  }

  static List<Change> of(List<ConsumerRecord<byte[], byte[]>> records) {
    return of(records, EmployeeCDC.getClassSchema());
  }

  /** Records that were written with another version of the schema. */
  static List<Change> of(List<ConsumerRecord<byte[], byte[]>> records, Schema writer) {
    return records.stream().filter(r -> r.value() != null).map(r -> of(r, writer)).toList();
  }

  static Change of(ConsumerRecord<byte[], byte[]> record) {
    return of(record, EmployeeCDC.getClassSchema());
  }

  private static Change of(ConsumerRecord<byte[], byte[]> record, Schema writer) {
    byte[] bytes = record.value();
    int header = WireFormat.HEADER_LENGTH;
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(bytes, header, bytes.length - header, null);
    try {
      SpecificDatumReader<EmployeeCDC> reader = new SpecificDatumReader<>(EmployeeCDC.class);
      reader.setSchema(writer);
      return new Change(record, reader.read(null, decoder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long actionId() {
    return value.getActionId();
  }

  int employeeId() {
    return value.getEmpId();
  }

  String key() {
    return key(record);
  }

  static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  /** The columns, separated by bars; empty for DELETE. */
  String row() {
    Employee row = value.getEmployee();
    return row == null
        ? ""
        : Stream.of(
                row.getFirstName(), row.getLastName(), row.getDob(), row.getCity(), row.getSalary())
            .map(column -> Objects.toString(column, "null"))
            .collect(Collectors.joining("|"));
  }

  /** Such as {@code UPDATE 7 Ada|Lovelace|1815-12-10|London|100}. */
  String text() {
    return (value.getAction() + " " + value.getEmpId() + " " + row()).strip();
  }
}
