package io.employeecdc.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.schema.Employee;
import org.apache.avro.SystemLimitException;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TrustedAvroTest {
  @BeforeAll
  static void enforce() {
    TrustedAvro.enforce();
  }

  @Test
  void lets_avro_load_the_generated_classes_and_no_others() {
    ClassSecurityValidator.validate(Employee.class);
    assertThatThrownBy(() -> ClassSecurityValidator.validate(Runtime.class))
        .isInstanceOf(SecurityException.class);
    assertThatThrownBy(() -> ClassSecurityValidator.validate(Names.class))
        .isInstanceOf(SecurityException.class);
  }

  @Test
  void refuses_a_string_that_claims_more_than_a_record_may_hold() {
    // The varint of 1,500,000,000: five bytes that would ask for 1.5 GB.
    byte[] claim = {(byte) 0x80, (byte) 0xbc, (byte) 0xc1, (byte) 0x96, 0x0b};
    assertThatThrownBy(() -> DecoderFactory.get().binaryDecoder(claim, null).readString(null))
        .isInstanceOf(SystemLimitException.class);
    assertThat(System.getProperty("org.apache.avro.limits.string.maxLength")).isNotNull();
  }
}
