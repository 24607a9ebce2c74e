/**
 * Results as JSON, as tables and by templates, and the question before something is changed, in the
 * one way in which every command has them.
 */
package io.employeecdc.runtime.results;
