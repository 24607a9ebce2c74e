package io.employeecdc.pipeline.verify.repair;

/**
 * What a repair captured in the source.
 *
 * @param rows sent again as SNAPSHOT changes
 * @param deletes of keys that the source does not have
 * @param passedOver keys that had changed in the source by then, and came through by that
 */
public record Repaired(long rows, long deletes, long passedOver) {
  @Override
  public String toString() {
    String text =
        "%,d row%s of the source sent again as SNAPSHOT, %,d DELETE%s captured"
            .formatted(rows, rows == 1 ? "" : "s", deletes, deletes == 1 ? "" : "s");
    return passedOver == 0 ? text : text + "; %,d had changed meanwhile".formatted(passedOver);
  }
}
