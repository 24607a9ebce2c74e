package io.employeecdc.contract.check;

import io.employeecdc.contract.avsc.FieldSpot;
import io.employeecdc.contract.avsc.SchemaFile;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.UnfitContractException;
import java.util.List;
import java.util.Optional;

/** What keeps a contract from describing a table; other schemas need not. */
final class NoTable {
  private NoTable() {}

  static List<Observation> find(SchemaFile file) {
    if (!CapturedTable.isEnvelope(file.schema())) {
      return List.of();
    }
    try {
      CapturedTable unused = CapturedTable.of(file.schema());
      return List.of();
    } catch (UnfitContractException e) {
      Optional<FieldSpot> field =
          Parts.fields(file.root()).stream()
              .filter(spot -> spot.field().name().equals(e.field()))
              .findFirst();
      return List.of(
          new Observation(
              Rule.NO_TABLE,
              null,
              field.map(spot -> spot.at("type")).orElseGet(() -> file.root().at()),
              field.map(FieldSpot::path).orElseGet(() -> file.root().path()),
              e.getMessage(),
              "write it as docs/another-table.md says"));
    }
  }
}
