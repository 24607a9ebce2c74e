/**
 * Looks, beside the producer's loop, at what waits before it in the source and behind it in the
 * topic. Nothing here changes anything, and nothing depends on it but metrics.
 */
package io.employeecdc.producer.watch;
