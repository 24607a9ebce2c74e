/**
 * Dead letters once more through the consumer's own decode and apply step: what became of each, and
 * how far the replay's group has got. What is replayed is decided, and shown, elsewhere.
 */
package io.employeecdc.consumer.replay;
