package io.employeecdc.consumer.parked;

import io.employeecdc.consumer.apply.Fault;
import io.employeecdc.consumer.apply.Origin;

/** A parked change that can no longer be applied. */
public record GivenUp(Origin origin, Fault fault) {}
