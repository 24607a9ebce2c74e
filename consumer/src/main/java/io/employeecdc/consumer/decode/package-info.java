/**
 * Bytes of the topic in, changes out, one record at a time: whatever the bytes are, the answer is
 * an outcome of that record, except that the registry may be out of reach, which concerns all of
 * them.
 */
package io.employeecdc.consumer.decode;
