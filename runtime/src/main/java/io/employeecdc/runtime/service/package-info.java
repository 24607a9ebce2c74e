/** The life of a service process: asked to stop by a signal, it ends its round and then itself. */
package io.employeecdc.runtime.service;
