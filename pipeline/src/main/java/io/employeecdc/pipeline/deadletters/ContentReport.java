package io.employeecdc.pipeline.deadletters;

import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.pipeline.output.JsonOutput;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.registry.RegistryAdvice;
import io.employeecdc.runtime.registry.RegistrySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A dead letter's content, for those who asked for it by name. */
final class ContentReport {
  private ContentReport() {}

  /**
   * Prints the record as JSON, or why it cannot be decoded and its bytes.
   *
   * @throws CdcException with exit code 4 or 5 if the registry does not tell the schema
   */
  static void print(
      ConsumerRecord<byte[], byte[]> letter, RegistrySettings registry, PrintWriter out) {
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
    if (letter.value() == null) {
      out.println("The record has no value.");
      return;
    }
    DecodedValue value = decode(letter.value(), registry);
    if (value instanceof DecodedValue.Decoded decoded) {
      out.println(JsonOutput.text(decoded.json()));
    } else if (value instanceof DecodedValue.Undecodable undecodable) {
      out.println("The value cannot be decoded: " + undecodable.why());
      HexDump.print(letter.value(), out);
    }
  }

  private static DecodedValue decode(byte[] value, RegistrySettings registry) {
    try (Registry schemas = Registry.at(registry.url(), registry.security())) {
      return ValueDecoder.decode(value, schemas);
    } catch (RegistryException e) {
      boolean refused = e.reason() == RegistryException.Reason.REFUSED;
      throw new CdcException(
          refused ? ExitCode.REFUSED : ExitCode.UNREACHABLE, RegistryAdvice.complete(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
