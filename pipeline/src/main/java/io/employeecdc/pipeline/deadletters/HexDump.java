package io.employeecdc.pipeline.deadletters;

import java.io.PrintWriter;

/** Bytes as people compare them: offset, sixteen in hex, the same as ASCII. */
final class HexDump {
  private static final int PER_LINE = 16;
  private static final int MAX_BYTES = 4096;

  private HexDump() {}

  /** Prints the first few thousand bytes. */
  static void print(byte[] bytes, PrintWriter out) {
    int end = Math.min(bytes.length, MAX_BYTES);
    for (int start = 0; start < end; start += PER_LINE) {
      StringBuilder hex = new StringBuilder();
      StringBuilder ascii = new StringBuilder();
      for (int i = start; i < Math.min(start + PER_LINE, end); i++) {
        hex.append("%02x ".formatted(bytes[i]));
        ascii.append(bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char) bytes[i] : '.');
      }
      out.printf("%08x  %-48s |%s|%n", start, hex, ascii);
    }
    if (end < bytes.length) {
      out.printf("… and %d more bytes%n", bytes.length - end);
    }
  }
}
