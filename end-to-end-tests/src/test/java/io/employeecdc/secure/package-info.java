/**
 * A pipeline on a secure stack: who may do what, and what everyone is told who may not. What is
 * said here of rights is read from docs/security.md.
 */
package io.employeecdc.secure;
