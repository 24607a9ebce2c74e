/**
 * From poll to committed offsets: one thread with one consumer, what it does with a batch, what it
 * does when something is out of reach, and what a rebalance takes from it.
 */
package io.employeecdc.consumer.loop;
