package io.employeecdc.pipeline.deadletters;

import io.employeecdc.pipeline.output.JsonOutput;
import java.io.PrintWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A dead letter's content, for those who asked for it by name. */
final class ContentReport {
  private ContentReport() {}

  /** Prints the record as JSON, or why it cannot be decoded and its bytes. */
  static void print(ConsumerRecord<byte[], byte[]> letter, DecodedValue value, PrintWriter out) {
    letter
        .headers()
        .forEach(
            header -> {
              if (!Header.isOurs(header.key()) && header.value() != null) {
                out.printf(
                    "header %s: %s%n",
                    Printable.text(header.key()), Printable.text(header.value()));
              }
            });
    if (value instanceof DecodedValue.Decoded decoded) {
      JsonOutput.print(decoded.json(), out);
    } else if (value instanceof DecodedValue.Undecodable undecodable) {
      out.println("The value cannot be decoded: " + undecodable.why());
      HexDump.print(letter.value(), out);
    } else {
      out.println("The record has no value.");
    }
  }
}
