/**
 * The dead-letter topic for operators. Looking joins no consumer group, commits nothing and writes
 * nothing; a replay decides here which letters and shows how it goes, and does its work in the
 * consumer's own package. A record's content is shown only when it is asked for by name; everything
 * else here works on headers and sizes.
 */
package io.employeecdc.operations.deadletters;
