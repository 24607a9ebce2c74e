package io.employeecdc.schematools.command;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Envelope;
import io.employeecdc.contract.type.UnfitContractException;
import io.employeecdc.schemacheck.Finding;
import io.employeecdc.schemacheck.avsc.MalformedSchemaException;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import io.employeecdc.schemacheck.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
      List<String> taken = new ArrayList<>();
      if (Envelope.is(file.schema())) {
        CapturedTable table = CapturedTable.of(file.schema());
        String name = table.names().table();
        tables.put(name, text.name());
        taken.addAll(shared(name, owners.get(name)));
        for (String own : table.ownNames()) {
          taken.addAll(shared(own, tables.get(own)));
          taken.addAll(shared(own, owners.putIfAbsent(own, text.name())));
        }
      }
      for (String type : new TreeSet<>(file.root().namedTypes().keySet())) {
        taken.addAll(shared(type, owners.putIfAbsent(type, text.name())));
      }
      return taken.stream().limit(1).map(message -> finding(file, message)).toList();
    } catch (MalformedSchemaException | UnfitContractException e) {
      return List.of();
    }
  }

  private static List<String> shared(String name, String owner) {
    return owner == null ? List.of() : List.of("%s uses the name %s too".formatted(owner, name));
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
