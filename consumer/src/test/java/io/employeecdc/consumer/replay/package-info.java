/** Tests of what a command alone cannot show: two replays in each other's way, and stops. */
package io.employeecdc.consumer.replay;
