/** Tests of the look at dead letters, on a real broker and registry. */
package io.employeecdc.operations.deadletters;
