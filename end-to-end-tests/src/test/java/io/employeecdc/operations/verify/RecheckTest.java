package io.employeecdc.operations.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.Recheck.InSource;
import io.employeecdc.operations.verify.Recheck.InTarget;
import io.employeecdc.operations.verify.Recheck.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecheckTest {
  /** Digests are small numbers; an empty one is a row that is not there. */
  @ParameterizedTest(name = "{7}: {6}")
  @CsvSource({
    "1, 5, 1,  ,      ,  , EQUAL,     'equal rows, nothing changed since'",
    "1, 5, 1, 9, false,  , EQUAL,     'equal rows, whatever changed in between'",
    " ,  ,  , 9, false,  , EQUAL,     'in neither table'",
    "1, 5, 2,  ,      ,  , DIFFERENT, 'nothing changed since, so nothing is on its way'",
    " ,  , 2,  ,      ,  , DIFFERENT, 'never arrived, nothing on its way'",
    "1, 5,  ,  ,      ,  , DIFFERENT, 'deleted long ago, nothing on its way'",
    "1, 5, 2, 9, false,  , MOVING,    'the change after the horizon has not arrived'",
    "1,  , 2, 9, false,  , MOVING,    'the first change after the horizon has not arrived'",
    "1, 8, 2, 9, true , 1, EQUAL,     'exactly what it was at the change that arrived last'",
    " , 8, 2, 9, true ,  , EQUAL,     'deleted, as it was at the change that arrived last'",
    "1, 8, 2, 9, true , 3, MOVING,    'wrong, but a newer change comes and makes it right'",
    "1, 9, 2, 9, true , 2, DIFFERENT, 'wrong at the newest change there is'",
    "1, 10, 2, 9, false, , DIFFERENT, 'the guard is ahead of the source and refuses what comes'",
  })
  void a_key_is_judged_by_what_can_still_arrive(
      Long inTarget,
      Long version,
      Long inSource,
      Long newest,
      Boolean knowsVersion,
      Long atVersion,
      Verdict verdict,
      String why) {
    InTarget applied = new InTarget(KeyValue.of(1), inTarget, version);
    InSource captured =
        new InSource(inSource, newest, Boolean.TRUE.equals(knowsVersion), atVersion);

    assertThat(Recheck.verdict(applied, captured)).as(why).isEqualTo(verdict);
  }
}
