/** How long the certificates of the servers that a service uses will be valid. */
package io.employeecdc.runtime.certificate;
