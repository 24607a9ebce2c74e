package io.employeecdc.schematools.command;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Envelope;
import io.employeecdc.contract.type.UnfitContractException;
import io.employeecdc.schematools.avsc.MalformedSchemaException;
import io.employeecdc.schematools.avsc.SchemaFile;
import io.employeecdc.schematools.check.Finding;
import io.employeecdc.schematools.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Names that two schemas of a folder would both use, though each needs its own. */
final class SharedNames {
  /** Of topics, of our own tables and of generated classes, with the file that has it first. */
  private final Map<String, String> owners = new HashMap<>();

  /** Of the users' own tables, which several contracts may capture. */
  private final Map<String, String> tables = new HashMap<>();

  /** What the schema has in common with those that were asked before; a broken one nothing. */
  List<Finding> of(SchemaText text) {
    try {
      SchemaFile file = text.load().file();
      List<String> shared = new ArrayList<>();
      if (Envelope.is(file.schema())) {
        CapturedTable table = CapturedTable.of(file.schema());
        tables.put(table.names().table(), text.name());
        shared.add(shared(table.names().table(), owners.get(table.names().table())));
        for (String name : table.ownNames()) {
          shared.add(shared(name, tables.get(name)));
          shared.add(shared(name, owners.putIfAbsent(name, text.name())));
        }
      }
      new TreeSet<>(file.root().namedTypes().keySet())
          .forEach(type -> shared.add(shared(type, owners.putIfAbsent(type, text.name()))));
      return shared.stream()
          .filter(Objects::nonNull)
          .limit(1)
          .map(message -> finding(file, message))
          .toList();
    } catch (MalformedSchemaException | UnfitContractException e) {
      return List.of();
    }
  }

  private static String shared(String name, String owner) {
    return owner == null ? null : "%s uses the name %s too".formatted(owner, name);
  }

  private static Finding finding(SchemaFile file, String message) {
    return Finding.of(
        Rule.SHARED_NAME,
        file.root().at(),
        file.root().path(),
        message,
        "name the contract, its types or its namespace otherwise");
  }
}
