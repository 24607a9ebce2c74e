/**
 * Three answers to one question, for each pair of the table {@code pairs/pairs.jsonl} of module
 * {@code schema-check}: what the running registry says, what the library says that it uses, and
 * whether real records decode. They agree unless the pair's line says which of them differs, and
 * why.
 */
package io.employeecdc.compatibility.pairs;
