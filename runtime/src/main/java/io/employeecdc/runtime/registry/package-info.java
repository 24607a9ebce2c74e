/** Options of everything that asks a schema registry. What is asked is the contract's business. */
package io.employeecdc.runtime.registry;
