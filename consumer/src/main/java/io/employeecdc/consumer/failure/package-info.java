/** What an error means for a batch, of whatever it is an error: decided here and nowhere else. */
package io.employeecdc.consumer.failure;
