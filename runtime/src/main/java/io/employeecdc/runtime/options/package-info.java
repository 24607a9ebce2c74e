/**
 * The rim between picocli and the rest: an option comes from a flag or its environment variable,
 * all bad options are reported at once, and the code behind sees immutable settings only.
 */
package io.employeecdc.runtime.options;
