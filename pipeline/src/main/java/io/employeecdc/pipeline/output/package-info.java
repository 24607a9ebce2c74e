/**
 * Results as JSON and as tables, and the question before something is changed, in the one way in
 * which every command has them.
 */
package io.employeecdc.pipeline.output;
