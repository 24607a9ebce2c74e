package io.employeecdc.compatibility.versions;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.schema.EmployeeCDC;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Everyone who may read a family's topic, each asked whether it sees what it must see. */
final class Readers implements AutoCloseable {
  private final Registry registry;
  private final Wire wire;
  private final ChangeDecoder decoder;

  private Readers(Registry registry, Wire wire) {
    this.registry = registry;
    this.wire = wire;
    this.decoder = new ChangeDecoder(registry, Contract.standard());
  }

  /** Readers of a family that is registered first. */
  static Readers of(VersionFamily family) throws RegistryException {
    String url = TestStack.shared().registryUrl().toString();
    Registry registry = Registry.at(url);
    family.register(registry);
    return new Readers(registry, new Wire(url, family.topic()));
  }

  void version(SchemaVersion reader, GenericRecord written) {
    Schema schema = reader.schema();
    assertThat(wire.readAs(schema, wire.write(written))).isEqualTo(Expectation.of(written, schema));
  }

  void generatedClass(GenericRecord written) {
    assertThat(wire.readAsGeneratedClass(wire.write(written)))
        .isEqualTo(Expectation.of(written, EmployeeCDC.getClassSchema()));
  }

  void consumer(GenericRecord written) throws RegistryException {
    byte[] value = wire.write(written);
    assertThat(SeenByConsumer.in(decoder, written.get("emp_id"), value))
        .isEqualTo(SeenByConsumer.expected(written));
  }

  @Override
  public void close() throws IOException {
    wire.close();
    registry.close();
  }
}
