package io.employeecdc.schematools.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.HeldVersion;
import io.employeecdc.contract.RegistrySubject;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.schematools.registration.RegistrationPlan.PlannedLevel;
import io.employeecdc.schematools.registration.RegistrationPlan.PlannedVersion;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final String ONE =
      "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"n\",\"doc\":\"d\",\"fields\":[]}";
  private static final String TWO =
      ONE.replace(
          "[]",
          "[{\"name\":\"x\",\"type\":{\"type\":\"int\",\"logicalType\":\"date\"},\"default\":0}]");
  private static final String THREE =
      TWO.replace("}]}", "},{\"name\":\"y\",\"type\":\"string\",\"default\":\"\"}]}");
  private static final List<SchemaVersion> FILES =
      List.of(release(1, ONE), release(2, TWO), release(3, THREE));

  @Test
  void an_empty_registry_gets_all_versions_in_order_and_the_level() {
    RegistrationPlan plan = plan("NONE", true);
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.missing()).extracting(v -> v.version().number()).containsExactly(1, 2, 3);
    assertThat(plan.level()).isEqualTo(new PlannedLevel("NONE", true));
  }

  @Test
  void a_registry_with_some_gets_the_rest() {
    RegistrationPlan plan = plan("FULL_TRANSITIVE", false, avro(1, 11, ONE), avro(2, 12, TWO));
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.versions())
        .extracting(PlannedVersion::id)
        .containsExactly(OptionalInt.of(11), OptionalInt.of(12), OptionalInt.empty());
    assertThat(plan.level().changes()).isFalse();
  }

  @Test
  void layout_and_the_way_names_are_written_make_no_difference() {
    String other = "{ \"fields\": [], \"doc\":\"d\", \"name\": \"n.R\", \"type\": \"record\" }";
    assertThat(plan("NONE", true, avro(1, 1, other)).refusals()).isEmpty();
  }

  @Test
  void the_zeros_of_a_default_make_no_other_schema_of_a_released_one() {
    for (String number : List.of("0.0", "100.0", "1.50", "1e2", "12345678901234567890.0")) {
      String text =
          TWO.replace("{\"type\":\"int\",\"logicalType\":\"date\"}", "\"double\"")
              .replace("\"default\":0", "\"default\":" + number);
      assertThat(text).contains("\"double\"", number);
      RegistrySubject subject =
          new RegistrySubject("s", "NONE", true, "READWRITE", List.of(avro(1, 7, text)), List.of());
      List<SchemaVersion> files = List.of(release(1, text));
      assertThat(Planner.plan(subject, files).refusals()).isEmpty();
    }
  }

  @Test
  void another_doc_default_or_logical_type_is_another_schema() {
    assertThat(refusals(avro(1, 7, ONE.replace("\"d\"", "\"e\""))))
        .containsExactly(
            "registry version 1 (id 7) is none of the released versions: at R.doc it has \"e\" and"
                + " version 1 has \"d\"");
    assertThat(refusals(avro(1, 1, ONE), avro(2, 8, TWO.replace(":0", ":1"))))
        .containsExactly(
            "registry version 2 (id 8) is none of the released versions: at R.x.default it has 1"
                + " and version 2 has 0");
    assertThat(refusals(avro(1, 1, ONE), avro(2, 8, TWO.replace("\"date\"", "\"time-millis\""))))
        .containsExactly(
            "registry version 2 (id 8) is none of the released versions: at R.x.type.logicalType it"
                + " has \"time-millis\" and version 2 has \"date\"");
  }

  @Test
  void a_foreign_field_is_named() {
    assertThat(refusals(avro(1, 1, THREE.replace("\"y\"", "\"z\""))))
        .singleElement()
        .asString()
        .contains("at R.x it has {\"name\":\"x\"", "and version 1 has nothing");
  }

  @Test
  void foreign_ones_in_the_middle_and_at_the_end_are_all_told() {
    String foreign = ONE.replace("\"R\"", "\"S\"");
    assertThat(refusals(avro(1, 1, ONE), avro(2, 9, foreign), avro(3, 2, TWO), avro(4, 5, foreign)))
        .containsExactly(
            "registry version 2 (id 9) is none of the released versions: at R.name it has \"S\""
                + " and version 2 has \"R\"",
            "registry version 3 (id 2) is the released version 2",
            "registry version 4 (id 5) is none of the released versions: at R.name it has \"S\""
                + " and version 3 has \"R\"");
  }

  @Test
  void another_order_is_refused() {
    assertThat(refusals(avro(1, 2, TWO), avro(2, 1, ONE)))
        .containsExactly(
            "registry version 1 (id 2) is the released version 2",
            "registry version 2 (id 1) is the released version 1");
  }

  @Test
  void a_version_that_is_gone_for_good_is_refused() {
    assertThat(refusals(avro(1, 1, ONE), avro(3, 3, THREE)))
        .containsExactly("registry version 2 is gone, and newer ones are there");
  }

  @Test
  void a_version_that_was_deleted_softly_is_refused_wherever_it_is() {
    RegistrySubject subject =
        new RegistrySubject("s", "NONE", true, "READWRITE", List.of(avro(1, 1, ONE)), List.of(2));
    assertThat(Planner.plan(subject, FILES).refusals())
        .containsExactly(
            "registry version 2 was deleted, but not for good; records may have been written with"
                + " it");
  }

  @Test
  void what_is_not_avro_or_cannot_be_read_is_refused() {
    assertThat(refusals(new HeldVersion(1, 4, "PROTOBUF", "message R {}")))
        .containsExactly("registry version 1 (id 4) is not Avro but PROTOBUF");
    assertThat(refusals(avro(1, 4, "\"other.Type\"")))
        .containsExactly(
            "registry version 1 (id 4) is none of the released versions: it cannot be read as a"
                + " schema of its own");
  }

  @Test
  void a_looser_level_is_raised_and_the_strictest_stays() {
    assertThat(plan("BACKWARD", false).level().after()).isEqualTo("FULL_TRANSITIVE");
    assertThat(plan("BACKWARD", false).level().changes()).isTrue();
    assertThat(plan("FULL_TRANSITIVE", false).level().changes()).isFalse();
    assertThat(plan("FULL_TRANSITIVE", true).level().changes()).isTrue();
  }

  @Test
  void a_read_only_registry_is_refused_only_if_there_is_something_to_do() {
    RegistrySubject empty =
        new RegistrySubject("s", "FULL_TRANSITIVE", false, "READONLY", List.of(), List.of());
    assertThat(Planner.plan(empty, FILES).readOnly()).isTrue();
    RegistrySubject whole =
        new RegistrySubject(
            "s",
            "FULL_TRANSITIVE",
            false,
            "READONLY",
            List.of(avro(1, 1, ONE), avro(2, 2, TWO), avro(3, 3, THREE)),
            List.of());
    assertThat(Planner.plan(whole, FILES).readOnly()).isFalse();
  }

  private static List<String> refusals(HeldVersion... held) {
    return plan("NONE", true, held).refusals();
  }

  private static RegistrationPlan plan(String level, boolean inherited, HeldVersion... held) {
    return Planner.plan(
        new RegistrySubject("s", level, inherited, "READWRITE", List.of(held), List.of()), FILES);
  }

  private static HeldVersion avro(int version, int id, String text) {
    return new HeldVersion(version, id, "AVRO", text);
  }

  private static SchemaVersion release(int number, String text) {
    return new SchemaVersion(
        number, LocalDate.of(2026, 1, number), "f" + number, new Schema.Parser().parse(text));
  }
}
