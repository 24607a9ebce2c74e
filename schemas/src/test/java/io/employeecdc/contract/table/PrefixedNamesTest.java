package io.employeecdc.contract.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrefixedNamesTest {
  @Test
  void a_pipeline_has_its_prefix_before_topics_producer_and_slot() {
    Contract alone = Contract.standard();
    Contract staging = alone.prefixed("Staging-2_");
    assertThat(alone.names().topic()).isEqualTo("bf_employee_cdc");
    assertThat(alone.slot()).isEqualTo("cdc_employees");
    assertThat(staging.names().topic()).isEqualTo("Staging-2_bf_employee_cdc");
    assertThat(staging.names().producerId()).isEqualTo("Staging-2-employee-cdc");
    assertThat(staging.slot())
        .as("small letters, digits and underscores, as PostgreSQL has it")
        .isEqualTo("staging_2_cdc_employees");
  }
}
