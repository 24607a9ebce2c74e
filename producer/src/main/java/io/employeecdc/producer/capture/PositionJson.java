package io.employeecdc.producer.capture;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Objects;

/**
 * The position as JSON, readable with any console consumer. What is not known is left out, and read
 * as null or 0: older producers knew neither the database nor what is in it.
 */
public final class PositionJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(Include.NON_NULL, Include.USE_DEFAULTS))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private PositionJson() {}

  /** UTF-8 bytes of one line of JSON. */
  public static byte[] write(Position position) {
    try {
      return JSON.writeValueAsBytes(position);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the bytes are anything else
   */
  public static Position read(byte[] json) {
    try {
      Position position = JSON.readValue(json, Position.class);
      Objects.requireNonNull(position.done());
      Objects.requireNonNull(position.marks());
      return position;
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not a position of this producer", e);
    }
  }
}
