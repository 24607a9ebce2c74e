package io.employeecdc.contract.release;

/**
 * Something that happened to what must never change.
 *
 * @param file its name in the folder of released versions
 * @param line from 1; the first where the whole file is meant
 * @param message one sentence that names the file
 * @param remedy what to do about it
 */
public record Tampering(String file, int line, String message, String remedy) {}
