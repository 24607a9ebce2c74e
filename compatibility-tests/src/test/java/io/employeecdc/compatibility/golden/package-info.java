/**
 * Bytes that a released version wrote and that stay in a compacted topic for ever. They must decode
 * through the consumer's own step, in all later versions of this project, to what stands beside
 * them. Files of {@code resources/golden} are added and never changed.
 *
 * <p>Each released version has its own. A new version gets them once, from {@code
 * resources/samples}, by
 *
 * <pre>
 * mvn -B test -pl compatibility-tests -am -Dtest=WriteGoldenBytes -Dgolden.version=2 \
 *   -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * which refuses to touch a version that has some. Read what was written, and commit it. A new field
 * has a value in {@code every_field}; those that only a person would think of go into the samples.
 */
package io.employeecdc.compatibility.golden;
