package io.employeecdc.compatibility.tables;

import java.util.Set;

/** A table on the way of a row. */
enum Table {
  SOURCE("employees", Side.SOURCE),
  CAPTURE("emp_cdc", Side.SOURCE),
  TARGET("employees", Side.TARGET);

  /** A database and the folder of its migrations. */
  enum Side {
    SOURCE("db/source", "producer/src/main/resources/"),
    TARGET("db/target", "consumer/src/main/resources/");

    private final String location;
    private final String module;

    Side(String location, String module) {
      this.location = location;
      this.module = module;
    }

    /** On the class path. */
    String location() {
      return location;
    }

    /** In the repository. */
    String folder() {
      return module + location;
    }
  }

  private static final Set<String> OF_THE_CHANGE =
      Set.of("action_id", "txid", "captured_at", "action");

  private final String table;
  private final Side side;

  Table(String table, Side side) {
    this.table = table;
    this.side = side;
  }

  String table() {
    return table;
  }

  Side side() {
    return side;
  }

  /** True for a column that describes the change, not the row. */
  boolean owns(String column) {
    return this == CAPTURE && OF_THE_CHANGE.contains(column);
  }

  /** A DELETE has no row, only its key. */
  boolean holdsDeletes() {
    return this == CAPTURE;
  }

  @Override
  public String toString() {
    return switch (this) {
      case SOURCE -> "the source's employees";
      case CAPTURE -> "emp_cdc";
      case TARGET -> "the target's employees";
    };
  }
}
