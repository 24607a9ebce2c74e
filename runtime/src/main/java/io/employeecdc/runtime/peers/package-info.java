/** Asks running services how they are: their management pages, and where those are. */
package io.employeecdc.runtime.peers;
