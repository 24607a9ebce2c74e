package io.employeecdc.schematools.report;

enum SampleKind {
  FULL("a full row", "every nullable field has a value"),
  DELETE("a DELETE", "the action is DELETE and there is no row"),
  NULLS("an all-null row", "there is a row, and all that may be null is");

  final String title;
  final String explanation;

  SampleKind(String title, String explanation) {
    this.title = title;
    this.explanation = explanation;
  }
}
