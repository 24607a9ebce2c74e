package io.employeecdc.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class TransformationSettingsTest {
  @Test
  void everything_that_is_wrong_is_said_at_once() {
    Map<String, String> wrong =
        Map.of(
            "type", "io.employeecdc.connect.ContractRecord",
            "contract", "EmployeesCDC",
            "schema.registry.url", "registry:8081",
            "action.id.after", "-1",
            "truncate", "ignore",
            "tpoic", "x");
    assertThatThrownBy(() -> new ContractRecord().configure(wrong))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("contract: there is no contract 'EmployeesCDC'; there are: ")
        .hasMessageContaining("schema.registry.url: 'registry:8081' is no http or https address")
        .hasMessageContaining("Invalid value -1 for configuration action.id.after")
        .hasMessageContaining("Invalid value ignore for configuration truncate")
        .hasMessageContaining("tpoic is no setting of this transformation");
  }

  @Test
  void a_version_that_is_not_released_is_named_with_those_that_are() {
    assertThatThrownBy(() -> Employees.transformation("contract.version", "9"))
        .hasMessageContaining("contract.version: EmployeeCDC has no version 9; it has: 1, 2, 3");
  }

  @Test
  void either_the_registry_or_the_id_has_to_be_said() {
    assertThatThrownBy(() -> new ContractRecord().configure(Map.of()))
        .hasMessage("one of schema.registry.url and schema.id has to be set");
    assertThatThrownBy(() -> Employees.transformation("schema.registry.url", "http://registry"))
        .hasMessage("one of schema.registry.url and schema.id has to be set");
  }

  @Test
  void names_follow_from_the_contract_and_settings_of_the_client_are_its_own() {
    TransformationSettings settings =
        TransformationSettings.of(
            Map.of(
                "contract", "SessionCDC",
                "schema.registry.url", "https://a,https://b",
                "schema.registry.ssl.truststore.location", "/t.jks",
                "basic.auth.user.info", "u:p",
                "other.tables", "signals, beats"));
    assertThat(settings.topic()).isEqualTo("bf_session_cdc");
    assertThat(settings.version().number()).isEqualTo(1);
    assertThat(settings.otherTables()).containsExactlyInAnyOrder("signals", "beats");
    assertThat(settings.registry().orElseThrow().client())
        .containsOnlyKeys("schema.registry.ssl.truststore.location", "basic.auth.user.info");
    assertThat(settings.toString()).doesNotContain("u:p");
  }
}
