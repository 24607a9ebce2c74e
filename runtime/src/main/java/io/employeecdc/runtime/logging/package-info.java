/** What services write to standard error: as text for people, as JSON for collectors. */
package io.employeecdc.runtime.logging;
