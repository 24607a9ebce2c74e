package io.employeecdc.endtoend;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table and what happens to it.
 *
 * @param contract that describes it
 * @param types that its columns need
 * @param definition of the table, as its owner makes it
 * @param before statements from before it was captured
 * @param live statements while it is captured
 * @param bad a row, with a value in each column, that the target refuses while it checks so
 * @param check what the target checks for a while
 * @param badKey of that row, as {@code cdc dlq list} shows it
 * @param spoilt what somebody does to the target
 * @param busy what is written in round {@code i} of a load under which both services are killed;
 *     empty if they are not
 */
record SampleTable(
    String contract,
    List<String> types,
    String definition,
    List<String> before,
    List<String> live,
    String bad,
    String check,
    String badKey,
    String spoilt,
    String busy) {
  /** By the type of a column, for each {@code g}. */
  private static final Map<String, String> VALUES =
      Map.of("text", "'value ' || g", "integer", "g", "date", "date '2000-01-01' + g");

  /** A value in each column, whichever the contract has. */
  static SampleTable employees() {
    CapturedTable table = Contract.standard().table();
    String rows =
        "insert into employees (emp_id%s) select g%s from generate_series(%%d, %%d) g"
            .formatted(
                Column.join(table.columns(), ", %1$s", ""),
                table.columns().stream()
                    .map(column -> ", " + VALUES.get(column.type().toString()))
                    .collect(Collectors.joining()));
    return new SampleTable(
        Contract.SHIPPED,
        List.of(),
        Contract.standard().sql().of("create table ${table} (${definition})"),
        List.of(rows.formatted(1, 40)),
        List.of(
            rows.formatted(41, 80),
            "update employees set emp_id = emp_id + 1000 where emp_id > 60",
            "update employees set %s where emp_id %% 3 = 0"
                .formatted(Column.join(table.columns(), "%1$s = null", ", ")),
            "delete from employees where emp_id % 7 = 0"),
        rows.formatted(100_000, 100_000),
        "emp_id < 50000",
        "100000",
        "delete from employees where emp_id % 5 = 0",
        "");
  }

  static SampleTable departments() {
    return new SampleTable(
        "DepartmentCDC",
        List.of(),
        "create table departments (dept_no char(4) primary key, dept_name varchar(40) not null unique)",
        List.of("insert into departments values ('d001', 'Marketing'), ('d002', 'Finance')"),
        List.of(
            "insert into departments values ('d003', 'Human Resources'), ('ä', U&'\\+01F600')",
            """
            begin;
            update departments set dept_name = 'none' where dept_no = 'd001';
            update departments set dept_name = 'Marketing' where dept_no = 'd002';
            update departments set dept_name = 'Finance' where dept_no = 'd001';
            commit""",
            "update departments set dept_no = 'd009' where dept_no = 'd003'",
            "delete from departments where dept_no = 'ä'",
            """
            do $$ begin for i in 1 .. 300 loop
              update departments set dept_name = 'Marketing ' || i where dept_no = 'd002';
            end loop; end $$"""),
        "insert into departments values ('d010', 'a name that is very long')",
        "length(dept_name) < 20",
        "d010",
        "update departments set dept_name = 'Sales' where dept_no = 'd009'",
        """
        insert into departments values ('x' || i % 300, 'Name ' || i)
        on conflict (dept_no) do update set dept_name = excluded.dept_name;
        delete from departments where dept_no = 'x' || i * 3 % 300 and i % 5 = 0;
        update departments set dept_no = 'y' || i % 300 where dept_no = 'x' || i % 300
          and not exists (select from departments where dept_no = 'y' || i % 300) and i % 7 = 0;""");
  }

  static SampleTable salaries() {
    return new SampleTable(
        "SalaryCDC",
        List.of(),
        "create table salaries (emp_id int, from_date date, amount numeric(12, 2), to_date date,"
            + " primary key (emp_id, from_date))",
        List.of(
            "insert into salaries values (10001, '1986-06-26', 60117, '1987-06-26'),"
                + " (10001, '1987-06-26', 62102.25, '9999-01-01')"),
        List.of(
            "insert into salaries select 20000 + i % 50, date '1990-01-01' + i, i * 1.01, 'infinity'"
                + " from generate_series(1, 500) i",
            "insert into salaries values (-5, '0044-03-15 BC', -9999999999.99, '-infinity')",
            "update salaries set amount = amount + 0.01, to_date = null where emp_id < 20010",
            "update salaries set from_date = from_date + 1000 where emp_id between 20010 and 20019",
            "delete from salaries where emp_id = 20001"),
        "insert into salaries values (1, '2000-01-01', 5000000, null)",
        "amount < 1000000",
        "[1,\"2000-01-01\"]",
        "delete from salaries where emp_id in (-5, 20002)",
        """
        insert into salaries values (30000 + i % 60, date '2000-01-01' + i % 5, i, 'infinity')
        on conflict (emp_id, from_date) do update set amount = excluded.amount;
        delete from salaries where emp_id = 30000 + i * 3 % 60 and i % 5 = 0;
        update salaries set from_date = from_date + i
        where emp_id = 30000 + i % 60 and from_date = date '2000-01-01' + i % 5 and i % 7 = 0;""");
  }

  static SampleTable sessions() {
    Contract contract = Contract.named("SessionCDC").orElseThrow();
    List<Column> columns = contract.table().columns();
    return new SampleTable(
        "SessionCDC",
        List.of(),
        contract.sql().of("create table ${table} (${definition})"),
        List.of("insert into sessions select md5(i::text)::uuid, i from generate_series(1, 20) i"),
        List.of(
            "insert into sessions select md5(i::text)::uuid, i from generate_series(21, 400) i",
            "update sessions set session_id = md5('moved ' || note)::uuid where note::int % 7 = 0",
            """
            do $$ begin for i in 1 .. 300 loop
              update sessions set note = -i where session_id = md5('1')::uuid;
            end loop; end $$""",
            "update sessions set "
                + Column.join(columns.subList(1, columns.size()), "%1$s = 'its ' || note", ", "),
            "delete from sessions where note::int % 5 = 0"),
        "insert into sessions values ('ABCDEF01-2345-6789-abcd-ef0123456789', %s)"
            .formatted(Column.join(columns, "'refused'", ", ")),
        "note <> 'refused'",
        "abcdef01-2345-6789-abcd-ef0123456789",
        "delete from sessions where note::int % 3 = 0",
        """
        insert into sessions values (md5('busy ' || i % 300)::uuid, i)
        on conflict (session_id) do update set note = excluded.note;
        delete from sessions where session_id = md5('busy ' || i * 3 % 300)::uuid and i % 5 = 0;
        update sessions set session_id = md5('away ' || i)::uuid
        where session_id = md5('busy ' || i % 300)::uuid and i % 7 = 0;""");
  }

  static SampleTable everything() throws IOException {
    List<String> rows = new ArrayList<>();
    Map<String, String> one = new LinkedHashMap<>();
    for (String line : text("values.txt").lines().filter(l -> !l.startsWith("#")).toList()) {
      String[] parts = line.split(" \\| ", -1);
      one.put('"' + parts[0] + '"', parts[1]);
      for (int i = 1; i < parts.length; i++) {
        rows.add(
            "insert into everything (id, \"%s\") values (%d, %s)"
                .formatted(parts[0], rows.size() + 1, parts[i]));
      }
    }
    one.put("\"a_text\"", "'refused'");
    return new SampleTable(
        "EverythingCDC",
        List.of(
            "create extension citext",
            "create type mood as enum ('happy', 'so so')",
            "create type status as enum ('OPEN', 'CLOSED')"),
        Contract.named("EverythingCDC")
            .orElseThrow()
            .sql()
            .of("create table ${table} (${definition})"),
        rows.subList(0, rows.size() / 2),
        Stream.concat(
                rows.subList(rows.size() / 2, rows.size()).stream(),
                Stream.of("update everything set an_int4 = coalesce(an_int4, 0) where id % 3 = 0"))
            .toList(),
        "insert into everything (id, %s) values (100000, %s)"
            .formatted(String.join(", ", one.keySet()), String.join(", ", one.values())),
        "a_text <> 'refused'",
        "100000",
        "update everything set a_float8 = '0' where a_float8::text = '-0'",
        "");
  }

  String table() {
    return described().sql();
  }

  CapturedTable described() {
    return Contract.named(contract).orElseThrow().table();
  }

  /** Whether a value can be taken from each column of one row. */
  boolean losesValues() {
    return described().key().columns().size() == 1
        && described().columns().stream().allMatch(Column::nullable);
  }

  @Override
  public String toString() {
    return table();
  }

  private static String text(String file) throws IOException {
    try (InputStream stream =
        Contract.class.getResourceAsStream("/released/EverythingCDC/" + file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
