/**
 * Judges a schema against earlier ones and says everything that is wrong at once.
 *
 * <p>Two verdicts stand beside each other. Whether a record decodes is asked of the resolution that
 * Avro's decoder really performs; what the registry will say is asked of the check that the
 * registry itself uses. They differ for some pairs, and the explanation names which of the two is
 * speaking. Rules of ours, which both miss, come on top and can be switched off.
 */
package io.employeecdc.schemacheck;
