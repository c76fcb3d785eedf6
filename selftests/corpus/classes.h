/* SPDX-License-Identifier: GPL-2.0 */
/* Rows: several calls at once */

LOGS("%file", "%file", "SNAME in (\"unlink\", \"chdir\")", THEN(C(unlink, "no/a"), C(chdir, "no")), "unlink(\"no/a\")\nchdir(\"no\")");
QUIET("%file has no calls of numbers", "%file", "SNAME in (\"dup2\", \"kill\")", THEN(C(dup2, 99, 98), C(kill, NO_PID, 0)));
LOGS("%desc", "%desc", "PARAMS[1] == 99", C(dup2, 99, 98), "dup2(99, 98)");
LOGS("%network", "%network", "SNAME == \"listen\"", C(listen, 99, 5), "listen(99, 5)");
LOGS("%net is %network", "%net", "SNAME == \"listen\"", C(listen, 99, 5), "listen(99, 5)");
LOGS("%process", "%process", "SNAME == \"kill\"", C(kill, NO_PID, SIGTERM), "kill(2147483647, SIGTERM)");
LOGS("%signal", "%signal", "SNAME == \"kill\"", C(kill, NO_PID, SIGTERM), "kill(2147483647, SIGTERM)");
LOGS("%memory", "%memory", "SNAME == \"munlockall\"", C(munlockall), "munlockall()");
LOGS("%creds", "%creds", "SNAME == \"getegid\"", C(getegid), "getegid()");
LOGS("a class and a call", "%network, getppid", "SNAME == \"getppid\"", C(getppid), "getppid()");
LOGS("a class and a call of it", "%file, unlink", "PARAMS[1] == \"no/a\"", C(unlink, "no/a"), "unlink(\"no/a\")");
LOGS("two classes that share calls", "%process, %signal", "SNAME == \"kill\"", C(kill, NO_PID, SIGTERM), "kill(2147483647, SIGTERM)");
LOGS("*", "*", "SNAME in (\"unlink\", \"getppid\")", THEN(C(unlink, "no/a"), C(getppid)), "unlink(\"no/a\")\ngetppid()");
LOGS("* with a parameter that some don't have", "*", "PARAMS[2] == 98 && SNAME == \"dup2\"", C(dup2, 99, 98), "dup2(99, 98)");
RUNS("a decision on a class", RULE("r", "%network", BOTH("SNAME == \"listen\""), FAIL("EACCES"), "before"), C(listen, 99, 5), "", -EACCES);
RUNS("a decision on all calls spares those that must run", RULE("r", "*", "COMM == \"other\"", FAIL("EACCES"), "before"), in_child(refused_as_other), "", 0);
LOGS("%ipc", "%ipc", "SNAME == \"semop\"", C(semop, -1, NULL, 0L), "semop(-1, <NULL>, 0)");
LOGS("%pure", "%pure", "SNAME == \"getppid\"", C(getppid), "getppid()");
ENDS("%%stat", "%%stat", "SNAME == \"lstat\"", "%sname(%param1) = %retval", C(lstat, "no/a", BAD), "lstat(\"no/a\") = -2");
ENDS("%clock", "%clock", "SNAME == \"clock_settime\"", "%sname = %retval", C(clock_settime, 99, ts(0, 0)), "clock_settime = -22");
REFUSED("an unknown class", "rule { syscall_name = @%fil rule_name = r action { type = LOG } }\n", "unknown class \"%fil\"; expected a class such as %file or %network, or *; did you mean \"%file\"?");
REFUSED("a call twice", "rule { syscall_name = unlink, @unlink rule_name = r action { type = LOG } }\n", "call named twice, \"unlink\"; expected each call once");
REFUSED("a call twice, another between", "rule { syscall_name = unlink, rmdir, @unlink rule_name = r action { type = LOG } }\n", "call named twice, \"unlink\"; expected each call once");
