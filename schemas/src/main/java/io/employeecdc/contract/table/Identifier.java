package io.employeecdc.contract.table;

import java.util.Set;
import java.util.regex.Pattern;

/** Names in PostgreSQL's statements. */
public final class Identifier {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  /** PostgreSQL's reserved key words (appendix C of its manual), also those that name functions. */
  private static final Set<String> RESERVED =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric authorization binary both case cast"
                  + " check collate collation column concurrently constraint create cross"
                  + " current_catalog current_date current_role current_schema current_time"
                  + " current_timestamp current_user default deferrable desc distinct do else end"
                  + " except false fetch for foreign freeze from full grant group having ilike in"
                  + " initially inner intersect into is isnull join lateral leading left like limit"
                  + " localtime localtimestamp natural not notnull null offset on only or order outer"
                  + " overlaps placing primary references returning right select session_user similar"
                  + " some symmetric system_user table tablesample then to trailing true union unique"
                  + " user using variadic verbose when where window with"
                  // Column names only in some places.
                  + " between bigint bit boolean char character coalesce dec decimal exists extract"
                  + " float greatest grouping inout int integer interval json least national nchar"
                  + " none normalize nullif numeric out overlay position precision real row setof"
                  + " smallint substring time timestamp treat trim values varchar")
              .split(" "));

  private Identifier() {}

  /** A name, in quotes where it needs them. */
  public static String quoted(String name) {
    return PLAIN.matcher(name).matches() && !RESERVED.contains(name)
        ? name
        : '"' + name.replace("\"", "\"\"") + '"';
  }
}
