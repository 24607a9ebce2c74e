/**
 * Heals what a verification found, through the normal path: the source's rows are captured once
 * more. Never touches the target.
 */
package io.employeecdc.pipeline.verify.repair;
