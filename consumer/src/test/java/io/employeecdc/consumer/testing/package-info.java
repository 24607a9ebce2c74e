/** What the consumer's tests share: a target of one's own, topics of one's own, and records. */
package io.employeecdc.consumer.testing;
