package io.employeecdc.workbench.history;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.workbench.history.HistoryChange.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A made-up history: six in ten changes hire somebody, three change somebody (the same few again
 * and again: a third of them falls on a hundredth of the employees), one dismisses somebody. The
 * same seed makes the same history.
 */
public final class GeneratedHistory {
  private static final List<String> FIRST =
      List.of("Ada", "Grace", "Edsger", "Barbara", "Tony", "Frances", "Niklaus", "Radia", "Ken");
  private static final List<String> LAST =
      List.of("Okafor", "Lindqvist", "Haddad", "Moreau", "Tanaka", "Silva", "Novak", "O'Brien");
  private static final List<String> CITY =
      List.of("Kraków", "São Paulo", "Zürich", "Nairobi", "Osaka", "Tromsø", "Lyon", "Chennai");

  private final SplittableRandom random;
  private final List<Integer> employed = new ArrayList<>();
  private int lastEmployee;

  public GeneratedHistory(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The columns beside the key that it has values of. */
  public List<Column> columns(CapturedTable table) {
    Set<String> made = row(0, new SplittableRandom(0)).keySet();
    return table.columns().stream().filter(column -> made.contains(column.name())).toList();
  }

  public Stream<HistoryChange> changes(long count) {
    return LongStream.range(0, count).mapToObj(i -> next());
  }

  private HistoryChange next() {
    int dice = random.nextInt(10);
    if (dice < 6 || employed.isEmpty()) {
      lastEmployee++;
      employed.add(lastEmployee);
      return new HistoryChange(Kind.INSERT, row(lastEmployee, random));
    }
    if (dice < 9) {
      return new HistoryChange(Kind.UPDATE, row(employed.get(someone()), random));
    }
    int leaving = random.nextInt(employed.size());
    int last = employed.remove(employed.size() - 1);
    int leaver = leaving == employed.size() ? last : employed.set(leaving, last);
    return new HistoryChange(Kind.DELETE, Map.of("emp_id", String.valueOf(leaver)));
  }

  private int someone() {
    boolean hot = random.nextInt(3) == 0;
    return random.nextInt(hot ? employed.size() / 100 + 1 : employed.size());
  }

  private static Map<String, String> row(int employee, SplittableRandom random) {
    Map<String, String> row = new HashMap<>();
    row.put("emp_id", String.valueOf(employee));
    row.put("first_name", FIRST.get(random.nextInt(FIRST.size())));
    row.put("last_name", LAST.get(random.nextInt(LAST.size())));
    row.put("dob", LocalDate.ofEpochDay(random.nextInt(-5000, 13_000)).toString());
    row.put("city", random.nextInt(20) == 0 ? null : CITY.get(random.nextInt(CITY.size())));
    row.put("salary", String.valueOf(random.nextInt(30_000, 150_000)));
    return row;
  }
}
