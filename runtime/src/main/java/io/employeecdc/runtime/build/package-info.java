/** What the build knows of itself. */
package io.employeecdc.runtime.build;
