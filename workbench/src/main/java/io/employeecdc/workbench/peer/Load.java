package io.employeecdc.workbench.peer;

enum Load {
  BACKLOG,
  SINGLE_COMMITS
}
