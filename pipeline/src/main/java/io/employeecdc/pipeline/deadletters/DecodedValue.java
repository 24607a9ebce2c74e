package io.employeecdc.pipeline.deadletters;

import com.fasterxml.jackson.databind.JsonNode;

/** What a record's value turned out to be. */
sealed interface DecodedValue {
  /** The record that its writer wrote. */
  record Decoded(JsonNode json) implements DecodedValue {}

  /** Bytes that nobody can read, and why. */
  record Undecodable(String why) implements DecodedValue {}

  /** There is none. */
  record Absent() implements DecodedValue {}
}
