package io.employeecdc.operations.verify;

import static io.employeecdc.operations.verify.MadeUpTable.field;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.TableSql;

/** Keys that are not a single int, at the edges of their types. */
enum OtherKey {
  /** The target's column keeps no blanks, and has another collation than the source's. */
  CHAR(
      field("a", "\"string\"", "char(4)"),
      "a char(4)",
      "a varchar(4)",
      "select distinct (x || y)::char(4) from "
          + OtherKey.LETTERS
          + "x, "
          + OtherKey.LETTERS
          + "y"),

  TEXT(
      field("a", "\"string\"", "varchar(30)"),
      "a varchar(30)",
      "a text",
      "select distinct x || y || ' ' from "
          + OtherKey.LETTERS
          + "x, "
          + OtherKey.LETTERS
          + "y union select x from "
          + OtherKey.LETTERS
          + "x"),

  INT_AND_DATE(
      field("a", "\"int\"", null)
          + ", "
          + field("order", "{\"type\": \"int\", \"logicalType\": \"date\"}", null),
      "a int, \"order\" date",
      "a int, \"order\" date",
      "select g, d::date from generate_series(-20, 20) g, unnest('{infinity,-infinity,4713-01-01 BC,"
          + "0044-03-15 BC,0001-01-01,1969-12-31,2000-02-29,10000-01-01,5874897-12-31}'::text[]) d"),

  TEXT_AND_LONG(
      field("a", "\"string\"", null) + ", " + field("b", "\"long\"", null),
      "a text, b int",
      "a text, b bigint",
      "select x, g from " + OtherKey.LETTERS + "x, generate_series(-10, 10) g"),

  UUID(
      field("a", "{\"type\": \"string\", \"logicalType\": \"uuid\"}", null),
      "a uuid",
      "a uuid",
      "select md5(g::text)::uuid from generate_series(1, 300) g"
          + " union values ('00000000-0000-0000-0000-000000000000'::uuid),"
          + " ('ffffffff-ffff-ffff-ffff-ffffffffffff')"),

  LONG(
      field("a", "\"long\"", null),
      "a bigint",
      "a bigint",
      "select 9000000000 * g * g * g from generate_series(-150, 150) g"
          + " union values (-9223372036854775808), (9223372036854775807)");

  /** Letters whose order is another for each collation, and for UTF-16. */
  private static final String LETTERS =
      "unnest(array['', 'a', 'A', 'b', 'B', 'é', 'e', 'ß', '-', '_', '.', ' ', '%', '''', '\"',"
          + " U&'\\FF21', U&'\\E000', U&'\\+01F600', U&'\\+010000', 'z', 'Z', '0', '10', '9']) ";

  private final String fields;
  private final String sourceKey;
  private final String targetKey;
  private final String keys;

  OtherKey(String fields, String sourceKey, String targetKey, String keys) {
    this.fields = fields;
    this.sourceKey = sourceKey;
    this.targetKey = targetKey;
    this.keys = keys;
  }

  CapturedTable table() {
    return MadeUpTable.of(
        fields, field("place", "\"int\"", null) + ", " + field("note", "\"string\"", null));
  }

  /** A statement with the table's parts in their places. */
  String sql(String template) {
    return new TableSql(table()).of(template);
  }

  /**
   * Tables with the same rows, in new databases whose collations differ. Each row's {@code place}
   * is a number from 1, in no order of the keys.
   */
  TwoTables filled(String database) throws Exception {
    TwoTables tables = TwoTables.of(table(), database);
    String rest = ", place int, note text not null, primary key (${key}))";
    tables.source(sql("create table things (" + sourceKey + rest));
    tables.target(sql("create table things (" + targetKey + rest));
    tables.both(
        sql(
            "insert into things select k.*, row_number() over (order by md5(k::text)), 'note' from ("
                + keys
                + ") k (${key})"));
    return tables;
  }
}
