/**
 * Brings released versions into the registry: what the registry holds and what the files say become
 * a plan, and only the plan is carried out. No command line here, and nothing is registered that
 * the plan did not say.
 */
package io.employeecdc.schematools.registration;
