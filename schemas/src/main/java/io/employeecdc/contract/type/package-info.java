/**
 * What a type of the contract means everywhere: which columns of PostgreSQL fit, and how a value
 * becomes Avro, a part of an array, a digest, a text. Knows no table.
 */
package io.employeecdc.contract.type;
