/**
 * The faults that the pipeline survives, injected into real processes while a random workload runs,
 * and the proof afterwards that nothing was lost, doubled or turned back. All tests bear the tag
 * {@code faults} and run with the Maven profile of that name only; {@code -Dfaults.seed=N} repeats
 * one, {@code -Dfaults.seeds=N} tries each with N seeds.
 */
package io.employeecdc.pipeline.faults;
