package io.employeecdc.schematools.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schematools.report.Life.AttributeChange;
import io.employeecdc.schematools.report.Life.LifeStep;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifeTest {
  private static final String EMPLOYEE = "EmployeeCDC.employee.Employee.";

  @Test
  void follows_what_is_added_removed_and_renamed() {
    SchemaReport good = History.of("good").report();
    assertThat(steps(good, "EmployeeCDC.transaction_id"))
        .containsExactly("ABSENT", "ADDED", "SAME", "SAME", "CHANGED doc changed");
    assertThat(steps(good, EMPLOYEE + "city"))
        .containsExactly("ADDED", "SAME", "CHANGED doc changed", "REMOVED", "ABSENT");
    assertThat(steps(good, EMPLOYEE + "family_name"))
        .containsExactly("ADDED", "SAME", "SAME", "CHANGED renamed from `last_name`", "SAME");
    assertThat(steps(good, "EmployeeCDC.action.Action.TRUNCATE"))
        .containsExactly("ABSENT", "ABSENT", "ADDED", "SAME", "SAME");
    assertThat(steps(good, EMPLOYEE + "department.Department.code"))
        .containsExactly("ABSENT", "ABSENT", "ADDED", "SAME", "SAME");
  }

  @Test
  void tells_changed_types_and_what_is_gone() {
    SchemaReport bad = History.of("bad").report();
    assertThat(steps(bad, "EmployeeCDC.emp_id"))
        .containsExactly("ADDED", "SAME", "SAME", "CHANGED type `int` → `long`", "SAME");
    assertThat(steps(bad, "EmployeeCDC.captured_at"))
        .endsWith("CHANGED type `long timestamp-micros` → `long timestamp-millis`");
    assertThat(steps(bad, EMPLOYEE + "dob")).endsWith("CHANGED doc removed");
    assertThat(steps(bad, "EmployeeCDC.action.Action.SNAPSHOT")).endsWith("REMOVED");
  }

  @Test
  void a_type_keeps_its_life_when_it_is_renamed_or_used_elsewhere() {
    SchemaReport report =
        History.ofTexts(
                """
                {"type": "record", "name": "R", "fields": [
                  {"name": "a", "type": {"type": "fixed", "name": "n.Code", "size": 2}}]}
                """,
                """
                {"type": "record", "name": "R", "fields": [
                  {"name": "b", "type": {"type": "fixed", "name": "n.Key", "size": 4,
                    "aliases": ["n.Code"]}, "aliases": ["a"]}]}
                """)
            .report();
    assertThat(steps(report, "R.b"))
        .containsExactly("ADDED", "CHANGED renamed from `a`; type `Code` → `Key`");
    assertThat(steps(report, "R.b.Key"))
        .containsExactly("ADDED", "CHANGED renamed from `n.Code`; type `2 bytes` → `4 bytes`");
  }

  @Test
  void a_recursive_schema_has_each_field_once() {
    SchemaReport report =
        History.ofTexts(
                """
                {"type": "record", "name": "Node", "fields": [
                  {"name": "next", "type": ["null", "Node"], "default": null},
                  {"name": "all", "type": {"type": "array", "items": "Node"}}]}
                """)
            .report();
    assertThat(paths(report)).containsExactly("Node", "Node.next", "Node.all");
  }

  static List<String> paths(SchemaReport report) {
    return report.lives().stream().map(life -> life.newest().path()).toList();
  }

  private static List<String> steps(SchemaReport report, String path) {
    Life life =
        report.lives().stream().filter(l -> l.newest().path().equals(path)).findAny().orElseThrow();
    return life.steps().stream().map(LifeTest::words).toList();
  }

  private static String words(LifeStep step) {
    List<String> changes = step.changes().stream().map(AttributeChange::words).toList();
    return (step.event() + " " + String.join("; ", changes)).strip();
  }
}
