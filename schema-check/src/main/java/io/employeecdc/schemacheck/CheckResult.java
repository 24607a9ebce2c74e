package io.employeecdc.schemacheck;

import io.employeecdc.schemacheck.rule.Direction;
import java.util.ArrayList;
import java.util.List;

/**
 * What the check of one schema found.
 *
 * @param earlier all its earlier versions, oldest first
 * @param versions the labels of the versions that it was judged against, oldest first
 * @param verdicts one for each of them and each direction that the mode asks for
 * @param findings by their place in the file
 */
public record CheckResult(
    Version candidate,
    Mode mode,
    Rules rules,
    List<Version> earlier,
    List<String> versions,
    List<PairVerdict> verdicts,
    List<Finding> findings) {
  public boolean compatible() {
    return errors() == 0;
  }

  public long errors() {
    return findings.stream().filter(Finding::error).count();
  }

  public CheckResult after(List<Finding> others) {
    List<Finding> all = new ArrayList<>(others);
    all.addAll(findings);
    return with(all);
  }

  public CheckResult with(List<Finding> others) {
    return new CheckResult(
        candidate, mode, rules, earlier, versions, verdicts, List.copyOf(others));
  }

  /**
   * What became of one reader and writer.
   *
   * @param version the label of the earlier version
   * @param decodes whether every record can be read
   * @param registryAccepts what the registry's own check says
   */
  public record PairVerdict(
      String version, Direction direction, boolean decodes, boolean registryAccepts) {}
}
