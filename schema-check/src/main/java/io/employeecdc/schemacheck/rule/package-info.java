/**
 * What can be wrong between a writer's and a reader's schema: each rule, and the walks over both
 * schemas that find where it is broken. What that means for a reviewer is said in {@code
 * io.employeecdc.schemacheck}.
 */
package io.employeecdc.schemacheck.rule;
