/** What a service shows of itself: metrics, liveness, readiness, over HTTP. */
package io.employeecdc.runtime.management;
