/** Results as JSON, in the one way in which every command offers it. */
package io.employeecdc.pipeline.output;
