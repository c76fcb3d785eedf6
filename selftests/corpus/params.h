/* SPDX-License-Identifier: GPL-2.0 */
/* Rows: parameters by number and by name, and what a rule may be written like */

LOGS("by number", "mkdir", "PARAMS[2] == 0700", C(mkdir, "no/a", 0700), "mkdir(\"no/a\", 0700)");
QUIET("by number, another", "mkdir", "PARAMS[2] == 0700", C(mkdir, "no/a", 0755));
LOGS("by name", "mkdir", "PARAMS[mode] == 0700 && PARAMS[pathname] == \"no/a\"", C(mkdir, "no/a", 0700), "mkdir(\"no/a\", 0700)");
LOGS("by a number in hexadecimal", "mkdir", "PARAMS[0x2] == 0700", C(mkdir, "no/a", 0700), "mkdir(\"no/a\", 0700)");
LOGS("names differ by call", "rename", "PARAMS[oldname] == \"no/a\" && PARAMS[newname] == \"no/b\"", C(rename, "no/a", "no/b"), "rename(\"no/a\", \"no/b\")");
ENDS("the sixth", "sendto", "PARAMS[6] == 16", "%sname = %retval", C(sendto, NO_FD, "hi", 2L, 0, NULL, 16), "sendto = -9");
LOGS("the low half of a register", "setpgid", "PARAMS[1] == -7", C(setpgid, 0xfffffff9UL | 0x100000000, 3), "setpgid(-7, 3)");
LOGS("a pointer is a number", "getcwd", "PARAMS[1] == 1", C(getcwd, BAD, 1L), "getcwd(0x1, 1)");
LOGS("a null pointer is 0", "getcwd", "!PARAMS[1]", C(getcwd, NULL, 1L), "getcwd(<NULL>, 1)");
LOGS("one rule for several calls", "unlink, rmdir", "PARAMS[1] == \"a\"", THEN(C(unlink, "a"), C(rmdir, "a")), "unlink(\"a\")\nrmdir(\"a\")");
LOGS("the filter fits some of them", "renameat, unlink", "PARAMS[4] == \"no/b\"", THEN(C(unlink, "no/b"), C(renameat, NO_FD, "/no/a", NO_FD, "no/b")), "renameat(99, \"/no/a\", 99, \"no/b\")");
LOGS("a call without parameters", "getppid", "SNAME == \"getppid\"", C(getppid), "getppid()");
RUNS("without a filter", "rule { syscall_name = dup2 rule_name = r action { type = FAIL error_code = EXDEV } }", C(dup2, 99, 98), "", -EXDEV);
RUNS("without blanks", "rule{syscall_name=unlink rule_name=r filter_expression{PARAMS[1]==\"it\"&&" MINE "}action{type=LOG log_format{hit}}}", C(unlink, "it"), "hit\n", -ENOENT);
RUNS("key: value", "rule { syscall_name: unlink rule_name: r filter_expression: (" MINE ") && (PARAMS[1] ~= \"it\") action: { type: LOG log_format: { hit } } when: before }", C(unlink, "it"), "hit\n", -ENOENT);
RUNS("a filter without braces", "rule { syscall_name = unlink filter_expression " MINE " && PARAMS[1] == \"it\" rule_name = r action { type = LOG log_format { hit } } }", C(unlink, "it"), "hit\n", -ENOENT);
RUNS("comments", "# one\nrule { # { \"\nsyscall_name = unlink # , rmdir\nrule_name = r filter_expression { " MINE " # || 1\n} action { type = LOG log_format { hit } } } # end", C(unlink, "it"), "hit\n", -ENOENT);
RUNS("fields in another order", "rule { when = before action { log_format { hit } type = LOG } filter_expression { " MINE " } rule_name = r syscall_name = unlink }", C(unlink, "it"), "hit\n", -ENOENT);
RUNS("the first that matches acts", RULE("a", "unlink", BOTH("PARAMS[1] == \"a\""), LOG("%ruleid"), "before") RULE("b", "unlink", MINE, LOG("%ruleid"), "before"), THEN(C(unlink, "a"), C(unlink, "b")), "a\nb\n", -ENOENT);
RUNS("a rule of each time", RULE("a", "unlink", MINE, LOG("%ruleid"), "after") RULE("b", "unlink", MINE, LOG("%ruleid"), "before"), C(unlink, "a"), "b\na\n", -ENOENT);
RUNS("continue", "rule { syscall_name = unlink rule_name = a filter_expression { " MINE " } action { type = LOG log_format { %ruleid } } continue = yes }\n" RULE("b", "unlink", MINE, LOG("%ruleid"), "before") RULE("c", "unlink", MINE, LOG("%ruleid"), "before"), C(unlink, "a"), "a\nb\n", -ENOENT);
RUNS("continue = no", "rule { syscall_name = unlink rule_name = a filter_expression { " MINE " } action { type = LOG log_format { %ruleid } } continue = no }\n" RULE("b", "unlink", MINE, LOG("%ruleid"), "before"), C(unlink, "a"), "a\n", -ENOENT);
RUNS("a default format", "log_format { all %sname }\nrule { syscall_name = unlink rule_name = r filter_expression { " MINE " } action { type = LOG } }", C(unlink, "a"), "all unlink\n", -ENOENT);
RUNS("the last default format", "log_format { no }\nlog_format = { all %sname }\nrule { syscall_name = unlink rule_name = r filter_expression { " MINE " } action { type = LOG } }\nlog_format { no }", C(unlink, "a"), "all unlink\n", -ENOENT);
RUNS("the format of all", "rule { syscall_name = unlink rule_name = r filter_expression { " MINE " } action { type = LOG } }", C(unlink, "a"), "syscall: $PID[\"sct_test\"]: 87_unlink(\"a\") (rule r)\n", -ENOENT);
RUNS("an empty table", "# nothing\n", C(unlink, "a"), "", -ENOENT);
