/**
 * What watches the pipeline, watched: the shipped rules and dashboards against a real Prometheus
 * that scrapes a real pipeline under load. Where Prometheus or an exporter is not on the PATH
 * (Debian has them as packages), the tests are skipped and say so.
 */
package io.employeecdc.monitoring;
