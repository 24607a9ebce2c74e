package io.employeecdc.contract.check;

import io.employeecdc.contract.avsc.FieldNode;
import io.employeecdc.contract.avsc.SchemaFile;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.UnfitContractException;
import java.util.List;
import java.util.Optional;

/** What keeps a contract from describing a table, and the same one; other schemas need not. */
final class NoTable {
  private NoTable() {}

  static List<Observation> find(SchemaFile file) {
    try {
      if (CapturedTable.isEnvelope(file.schema())) {
        CapturedTable unused = CapturedTable.of(file.schema());
      }
      return List.of();
    } catch (UnfitContractException e) {
      Optional<FieldNode> field =
          file.root().allFields().stream()
              .filter(node -> node.field().name().equals(e.field()))
              .findFirst();
      return List.of(
          new Observation(
              Rule.NO_TABLE,
              null,
              field.map(node -> node.at("type")).orElseGet(() -> file.root().at()),
              field.map(FieldNode::path).orElseGet(() -> file.root().path()),
              e.getMessage(),
              "write it as docs/another-table.md says"));
    }
  }

  /** Records of another key go to other partitions, and readers take the older ones for wrong. */
  static List<Observation> changed(SchemaFile was, SchemaFile now) {
    Optional<String> before = described(was);
    Optional<String> after = described(now);
    if (before.isEmpty() || after.isEmpty() || before.equals(after)) {
      return List.of();
    }
    return List.of(
        new Observation(
            Rule.KEY_CHANGED,
            null,
            now.root().at("fields"),
            now.root().path(),
            "it is about " + after.get() + ", and was about " + before.get(),
            "write the fields before action as they were, or make another contract"));
  }

  private static Optional<String> described(SchemaFile file) {
    try {
      return CapturedTable.isEnvelope(file.schema())
          ? Optional.of(CapturedTable.of(file.schema()))
              .map(table -> "the table %s with the key %s".formatted(table, table.key()))
          : Optional.empty();
    } catch (UnfitContractException e) {
      return Optional.empty();
    }
  }
}
