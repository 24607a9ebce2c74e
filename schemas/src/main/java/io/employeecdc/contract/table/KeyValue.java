package io.employeecdc.contract.table;

import io.employeecdc.contract.type.ColumnType;
import java.util.Arrays;
import java.util.List;

/**
 * The values of a row's key. Their order is the server's own for integers, and that of code points
 * for texts, which is its collation {@code C}: so all who lock rows can do so in one order.
 */
public final class KeyValue implements Comparable<KeyValue> {
  private static final int PLACE_BITS = 17;
  private static final int RANKED_CHARACTERS = 3;

  private final Object[] values;

  /** Where it lies roughly, from the first value: keys are sorted by the thousand. */
  private final long rank;

  private final int hash;

  /** A key that has the array for itself. */
  KeyValue(Object[] values) {
    for (int i = 0; i < values.length; i++) {
      // The decoder's own texts are buffers that are used again.
      values[i] = values[i] instanceof CharSequence text ? text.toString() : values[i];
    }
    this.values = values;
    this.rank = rank(values[0]);
    this.hash = Arrays.hashCode(values);
  }

  /**
   * A key.
   *
   * @param values as {@link ColumnType} has them, in the order of the key's columns; none is null
   */
  public static KeyValue of(Object... values) {
    return new KeyValue(values.clone());
  }

  /** The number itself, or the first characters. */
  private static long rank(Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    String text = (String) value;
    long rank = 0;
    for (int i = 0; i < RANKED_CHARACTERS; i++) {
      rank = rank << PLACE_BITS | (i < text.length() ? place(text.charAt(i)) : 0);
    }
    return rank;
  }

  /** The value of the key's column at this place. */
  public Object get(int place) {
    return values[place];
  }

  /** In the order of the key's columns. */
  public List<Object> values() {
    return List.of(values);
  }

  @Override
  public int compareTo(KeyValue other) {
    if (rank != other.rank) {
      return Long.compare(rank, other.rank);
    }
    for (int i = 0; i < values.length; i++) {
      int order = compare(values[i], other.values[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compare(Object one, Object other) {
    if (one instanceof Integer number) {
      return number.compareTo((Integer) other);
    }
    return one instanceof Long number
        ? number.compareTo((Long) other)
        : compare((String) one, (String) other);
  }

  private static int compare(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      if (one.charAt(i) != other.charAt(i)) {
        return Integer.compare(place(one.charAt(i)), place(other.charAt(i)));
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  /**
   * Less than 2 to the power of {@link #PLACE_BITS}. Halves of a pair stand for code points above
   * all that are no pair.
   */
  private static int place(char c) {
    return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyValue key && Arrays.equals(values, key.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** As SQL's row. */
  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
