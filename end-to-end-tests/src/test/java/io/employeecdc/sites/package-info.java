/** Two sites, of which one may be lost. */
package io.employeecdc.sites;
