package io.employeecdc.consumer.apply;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The constraints of the target's table, turned into a question about rows that are yet to be
 * written. The server composes its text, so names are quoted as the server would.
 *
 * @param question the statement that asks, of arrays of the table's columns, which employees' rows
 *     would probably be refused beside what is in the table, in ascending order; empty if no row
 *     would
 * @param uniques the columns of each unique key but the primary one
 * @param holders the statement that asks, of the same arrays, which employees' rows want a value of
 *     a unique key, which employees hold it and since which change; empty if there is no such key
 * @param mustStay whether a row must not go even for a moment: other tables refer to it, or it has
 *     columns that we do not write
 */
record Constraints(
    Optional<String> question,
    List<List<String>> uniques,
    Optional<String> holders,
    boolean mustStay) {
  /**
   * One row: the columns in the table's own types, what is to be doubted of a row {@code r}, and
   * the unique keys. What these cannot express (exclusion constraints, indexes on expressions,
   * triggers) is left out.
   */
  private static final String QUESTION =
      """
      with cols as (
        select attnum, quote_ident(attname) as col, attnotnull, atttypmod, atttypid
        from pg_attribute
        where attrelid = 'employees'::regclass and not attisdropped
          and attname in ('emp_id', 'first_name', 'last_name', 'dob', 'city', 'salary')),
      uniques as (
        select array_agg(col::text order by place) as keys
        from pg_index
        cross join lateral unnest(indkey::int2[]) with ordinality k (attnum, place)
        left join cols using (attnum)
        where indrelid = 'employees'::regclass and indisunique and not indisprimary
          and indpred is null and indexprs is null and place <= indnkeyatts
        group by indexrelid having bool_and(col is not null)),
      doubts (doubt) as (
        select format('%s is null', col) from cols where attnotnull
        union all
        select format('char_length(%s::text) > %s', col, atttypmod - 4) from cols
        where atttypid in ('varchar'::regtype, 'bpchar'::regtype) and atttypmod > 4
        union all
        select format('not (%s)', pg_get_expr(conbin, conrelid)) from pg_constraint
        where conrelid = 'employees'::regclass and contype = 'c'
          and conkey <@ (select array_agg(attnum) from cols)
        union all
        select format('exists (select from employees e where %s and e.emp_id <> r.emp_id)',
                      (select string_agg(format('e.%1$s = r.%1$s', key), ' and ')
                       from unnest(keys) key))
        from uniques
        union all
        select format('%s and not exists (select from %s f where %s)',
                      string_agg(format('%s is not null', col), ' and '),
                      confrelid::regclass,
                      string_agg(format('f.%I = r.%s', f.attname, col), ' and '))
        from pg_constraint
        cross join lateral unnest(conkey, confkey) k (attnum, referenced)
        left join cols using (attnum)
        join pg_attribute f on f.attrelid = confrelid and f.attnum = referenced
        where conrelid = 'employees'::regclass and contype = 'f'
          and has_table_privilege(confrelid, 'select')
        group by pg_constraint.oid, confrelid having bool_and(col is not null))
      select (select string_agg(format('%1$s::%2$s as %1$s', col, format_type(atttypid, -1)), ', ')
              from cols),
             (select string_agg('(' || doubt || ')', ' or ') from doubts),
             (select string_agg(array_to_string(keys, ','), ';') from uniques),
             exists (select from pg_constraint where confrelid = 'employees'::regclass)
               or exists (select from pg_attribute a
                          where attrelid = 'employees'::regclass and attnum > 0
                            and not attisdropped and attgenerated = ''
                            and not exists (select from cols where cols.attnum = a.attnum))""";

  private static final String ROWS =
      """
      with r as (
        select %s
        from (select emp_id, first_name, last_name,
                     case dob when 2147483647 then 'infinity'::date
                              when -2147483648 then '-infinity'::date
                              else date '1970-01-01' + dob end as dob,
                     city, salary
              from unnest(?, ?, ?, ?, ?, ?)
                as sent (emp_id, first_name, last_name, dob, city, salary)) as sent)
      """;

  private static final String ANSWER =
      ROWS
          + """
          select emp_id from (select emp_id, %s as suspect from r) as answer
          where suspect order by emp_id""";

  /** Reads the constraints of the table, as this session sees it. */
  static Constraints of(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(QUESTION);
        ResultSet row = statement.executeQuery()) {
      row.next();
      String columns = row.getString(1);
      String doubts = row.getString(2);
      String keys = row.getString(3);
      List<List<String>> uniques =
          keys == null
              ? List.of()
              : Arrays.stream(keys.split(";")).map(key -> List.of(key.split(","))).toList();
      return new Constraints(
          Optional.ofNullable(doubts).map(some -> ANSWER.formatted(columns, some)),
          uniques,
          uniques.isEmpty()
              ? Optional.empty()
              : Optional.of(ROWS.formatted(columns) + held(uniques)),
          row.getBoolean(4));
    }
  }

  private static String held(List<List<String>> uniques) {
    return uniques.stream()
        .map(
            key ->
                key.stream()
                    .map("e.%1$s = r.%1$s"::formatted)
                    .collect(
                        Collectors.joining(
                            " and ",
                            "select r.emp_id, e.emp_id, v.action_id from r join employees e on ",
                            " and e.emp_id <> r.emp_id"
                                + " left join employee_versions v on v.emp_id = e.emp_id")))
        .collect(Collectors.joining(" union "));
  }
}
