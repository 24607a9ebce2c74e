/**
 * Waits until the pipeline has handled all that the source had committed at one moment. Knows the
 * position of the producer and the offsets of the consumers' group; compares nothing.
 */
package io.employeecdc.pipeline.verify.settle;
