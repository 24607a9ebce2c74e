/**
 * The faults that the pipeline survives, injected into real processes while a random workload runs,
 * and the proof afterwards that nothing was lost, doubled or turned back. The tests bear the tag
 * {@code faults}; those that are tagged {@code every-build} as well run, with one seed, in every
 * build, and all of them, with five, under the Maven profile {@code faults}. {@code
 * -Dfaults.seed=N} repeats a seed, {@code -Dfaults.seeds=N} tries another number of them, and
 * {@code -Dfaults.mixed.seconds=N} mixes faults for longer.
 */
package io.employeecdc.faults;
