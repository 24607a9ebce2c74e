package io.employeecdc.pipeline.verify.settle;

/**
 * A moment of the source. All changes that its snapshot sees have been through the pipeline: they
 * took effect in the target, or never will.
 *
 * @param snapshot PostgreSQL's text of a {@code pg_snapshot}
 * @param floor changes that the snapshot does not see have greater action ids
 */
public record Horizon(String snapshot, long floor) {}
