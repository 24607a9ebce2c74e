package io.employeecdc.compatibility.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;

/**
 * An entry of {@code tables/cases.json}: one field, the columns of the three tables beside {@code
 * emp_id}, and what must be found.
 */
record ContractCase(JsonNode json) {
  private static final Map<Table, String> KEYS =
      Map.of(Table.SOURCE, "source", Table.CAPTURE, "emp_cdc", Table.TARGET, "target");

  static Stream<ContractCase> all() {
    try (InputStream file = ContractCase.class.getResourceAsStream("/tables/cases.json")) {
      JsonNode cases = new ObjectMapper().readTree(file);
      return StreamSupport.stream(cases.spliterator(), false).map(ContractCase::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return json.get("name").textValue();
  }

  /** {@code emp_id} and the case's own field, if it has one. */
  List<RowField> fields() {
    String own = json.has("field") ? json.get("field").toString() : "";
    String employee =
        """
        {"type": "record", "name": "Employee", "fields": [%s]}"""
            .formatted(own);
    String schema =
        """
        {"type": "record", "name": "EmployeeCDC", "fields": [
          {"name": "emp_id", "type": "int"}, {"name": "employee", "type": ["null", %s]}]}"""
            .formatted(employee);
    return RowField.of(new Schema.Parser().parse(schema));
  }

  /** The definitions of a table's columns, as a migration would write them. */
  List<String> definitions(Table table) {
    List<String> definitions = new ArrayList<>(List.of("emp_id integer not null"));
    definitions.addAll(texts(KEYS.get(table)));
    return definitions;
  }

  Map<Table, List<Column>> columns() {
    Map<Table, List<Column>> columns = new EnumMap<>(Table.class);
    for (Table table : Table.values()) {
      columns.put(table, definitions(table).stream().map(Column::parse).toList());
    }
    return columns;
  }

  List<String> differences() {
    return texts("differences");
  }

  List<String> remedies() {
    return texts("remedies");
  }

  private List<String> texts(String key) {
    return StreamSupport.stream(json.path(key).spliterator(), false)
        .map(JsonNode::textValue)
        .toList();
  }
}
