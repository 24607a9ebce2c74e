/** Released versions that change, vanish or change places, and what is said about it. */
package io.employeecdc.contract.release;
