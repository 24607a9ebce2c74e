package io.employeecdc.compatibility.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.employeecdc.schema.EmployeeCDC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TablesMatchSchemaTest {
  private static MigratedTables tables;

  @BeforeAll
  static void migrate() throws SQLException {
    tables = MigratedTables.create();
  }

  @TestFactory
  Stream<DynamicTest> after_the_migrations() {
    List<RowField> fields = RowField.of(EmployeeCDC.getClassSchema());
    List<Difference> differences = ThreeWayContract.differences(fields, tables.columns());
    TreeSet<String> names = new TreeSet<>();
    fields.forEach(field -> names.add(field.name()));
    differences.forEach(difference -> names.add(difference.column()));
    return names.stream().map(name -> dynamicTest(sentence(name), () -> agree(name, differences)));
  }

  @Test
  void a_field_that_no_table_has_fails_with_both_migrations() throws IOException {
    List<RowField> fields = RowField.of(withGrade());
    List<Difference> differences =
        ThreeWayContract.differences(fields, tables.columns()).stream()
            .filter(difference -> difference.column().equals("grade"))
            .toList();
    Map<Table.Side, Integer> next = Map.of(Table.Side.SOURCE, 7, Table.Side.TARGET, 8);
    assertThat(Report.of(differences, next) + "\n")
        .isEqualTo(Files.readString(Path.of("src/test/resources/tables/report.txt")));
  }

  @Test
  void proposes_the_first_number_that_no_migration_has() throws IOException {
    for (Table.Side side : Table.Side.values()) {
      try (Stream<Path> files = Files.list(Path.of("..").resolve(side.folder()))) {
        assertThat(files)
            .extracting(file -> file.getFileName().toString())
            .anyMatch(name -> name.startsWith("V" + (tables.next().get(side) - 1) + "__"))
            .noneMatch(name -> name.startsWith("V" + tables.next().get(side) + "__"));
      }
    }
  }

  private static void agree(String column, List<Difference> all) {
    List<Difference> differences = all.stream().filter(d -> d.column().equals(column)).toList();
    if (!differences.isEmpty()) {
      fail(Report.of(differences, tables.next()));
    }
  }

  private static String sentence(String column) {
    return column + " is the same in the schema, in the source, in emp_cdc and in the target";
  }

  private static Schema withGrade() {
    String salary = "{\"name\":\"salary\",";
    String grade = "{\"name\":\"grade\",\"type\":[\"null\",\"string\"],\"default\":null},";
    String schema = EmployeeCDC.getClassSchema().toString();
    assertThat(schema).containsOnlyOnce(salary);
    return new Schema.Parser().parse(schema.replace(salary, grade + salary));
  }
}
