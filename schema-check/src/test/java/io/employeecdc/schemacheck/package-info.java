/** The verdicts against Avro's own decoder and Confluent's own checker, on real records. */
package io.employeecdc.schemacheck;
