/**
 * Released versions as files: once released, a version never changes. Beside the files {@code
 * v1.avsc}, {@code v2.avsc}, … lies a list of them, one line each with number, date and
 * fingerprint, so that whatever happens to a file is a difference that can be named. No opinion on
 * compatibility lives here, and nothing here knows git or the registry.
 */
package io.employeecdc.contract.release;
