/**
 * What leaves the process as text or as a file, made so that nothing in it steers who reads it. A
 * format with a syntax of its own (Markdown, HTML, GitHub's commands) escapes where it is made.
 */
package io.employeecdc.runtime.output;
