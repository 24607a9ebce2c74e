package io.employeecdc.schematools.repository;

import io.employeecdc.schemacheck.CheckResult;
import io.employeecdc.schemacheck.Finding;
import io.employeecdc.schemacheck.avsc.TextPosition;
import io.employeecdc.schemacheck.rule.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Says once what is found again in every schema that uses a type: there where the way to it is the
 * shortest, which is the type's own file if that is judged.
 */
final class SharedFindings {
  private record FindingPlace(Rule rule, TextPosition at, String part) {
    static FindingPlace of(Finding finding) {
      String path = finding.path();
      return new FindingPlace(
          finding.rule(), finding.at(), path.substring(path.lastIndexOf('.') + 1));
    }
  }

  private record Owner(int schema, int way) {}

  private SharedFindings() {}

  static List<CheckResult> once(List<CheckResult> schemas) {
    Map<FindingPlace, Owner> owners = new HashMap<>();
    for (int i = 0; i < schemas.size(); i++) {
      for (Finding finding : schemas.get(i).findings()) {
        Owner owner = new Owner(i, finding.path().length());
        owners.merge(FindingPlace.of(finding), owner, (a, b) -> b.way() < a.way() ? b : a);
      }
    }
    return IntStream.range(0, schemas.size())
        .mapToObj(i -> owned(schemas.get(i), i, owners))
        .toList();
  }

  private static CheckResult owned(CheckResult schema, int index, Map<FindingPlace, Owner> owners) {
    return schema.with(
        schema.findings().stream()
            .filter(finding -> owners.get(FindingPlace.of(finding)).schema() == index)
            .toList());
  }
}
