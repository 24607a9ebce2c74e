/**
 * Real servers for development, demonstrations and tests: two PostgreSQL servers, one or three
 * Kafka brokers and a Schema Registry, each a child process that listens on 127.0.0.1 and outlives
 * the program that started it. All of them come from Maven Central; no container engine is needed.
 *
 * <p>Everything about a stack is in its directory: what it consists of ({@code stack.json}), and
 * for each server its process id, its log and its data. Whoever has the directory has the stack.
 * Nothing here knows what the servers are used for: no topic, table or schema is named.
 */
package io.employeecdc.localstack;
