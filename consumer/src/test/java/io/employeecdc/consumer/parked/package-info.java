/** Tests of what becomes of parked changes. */
package io.employeecdc.consumer.parked;
