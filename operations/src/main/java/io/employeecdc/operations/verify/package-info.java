/**
 * Proof that source and target are equal: checksums over ranges of the key, computed by the
 * databases, then the differing keys of the ranges that differ, each of which is looked at again
 * once the pipeline has handled what was on its way; and, if it is wanted, the repair of what
 * differs, through the pipeline itself. Brings no value of a row here: what crosses the network is
 * keys, counts and digests.
 */
package io.employeecdc.operations.verify;
