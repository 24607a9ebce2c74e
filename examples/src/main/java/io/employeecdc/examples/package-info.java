/**
 * Programs of those who read the topic, as docs/reading-the-topic.md shows them. Each stands for
 * itself and shares nothing with its neighbours but {@link ReaderSettings}, so that it can be
 * copied.
 */
package io.employeecdc.examples;
