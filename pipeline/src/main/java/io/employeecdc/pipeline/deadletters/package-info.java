/**
 * Looking at the dead-letter topic: what is there, why, and from where. Joins no consumer group,
 * commits nothing and writes nothing. A record's content is shown only when it is asked for by
 * name; everything else here works on headers and sizes.
 */
package io.employeecdc.pipeline.deadletters;
