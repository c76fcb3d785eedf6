/* SPDX-License-Identifier: GPL-2.0 */
/* Rows: actions */

ACTS("FAIL", "unlink", "PARAMS[1] == \"file\"", "type = FAIL", THEN(C(unlink, "file"), sct_exists("file")), true);
ACTS("FAIL is EPERM where nothing is said", "unlink", "1", "type = FAIL", C(unlink, "file"), -EPERM);
ACTS("FAIL by name", "unlink", "1", FAIL("EROFS"), C(unlink, "file"), -EROFS);
ACTS("FAIL by a negative name", "unlink", "1", FAIL("-EROFS"), C(unlink, "file"), -EROFS);
ACTS("FAIL by number", "unlink", "1", FAIL("30"), C(unlink, "file"), -EROFS);
ACTS("FAIL by a negative number", "unlink", "1", FAIL("-30"), C(unlink, "file"), -EROFS);
ACTS("FAIL by a number in octal", "unlink", "1", FAIL("036"), C(unlink, "file"), -EROFS);
ACTS("FAIL with the minus of printed texts", "unlink", "1", FAIL("\342\210\22230"), C(unlink, "file"), -EROFS);
ACTS("FAIL by a second name", "unlink", "1", FAIL("EWOULDBLOCK"), C(unlink, "file"), -EAGAIN);
ACTS("FAIL with the largest code", "unlink", "1", FAIL("4095"), C(unlink, "file"), -4095);
ACTS("FAIL with 0 pretends success", "unlink", "1", FAIL("0"), C(unlink, "file") ? -1 : sct_exists("file"), true);
ACTS("FAIL of no match", "unlink", "PARAMS[1] == \"x\"", "type = FAIL", C(unlink, "file"), 0);
ACTS("FAIL of a call that makes", "mkdir", "1", FAIL("ENOSPC"), THEN(C(mkdir, "made", 0700), sct_exists("made")), false);
RUNS("FAIL and LOG", "rule { syscall_name = unlink rule_name = r filter_expression { " MINE " }\naction { type = FAIL error_code = EROFS }\naction { type = LOG log_format { one %params } }\naction { type = LOG log_format { two } } }", C(unlink, "file"), "one \"file\"\ntwo\n", -EROFS);
RUNS("LOG behind FAIL is not reached", RULE("a", "unlink", MINE, FAIL("EROFS"), "before") RULE("b", "unlink", MINE, LINE, "before"), C(unlink, "file"), "", -EROFS);
RUNS("FAIL behind LOG is not reached", RULE("a", "unlink", MINE, LINE, "before") RULE("b", "unlink", MINE, FAIL("EROFS"), "before"), C(unlink, "file"), "unlink(\"file\")\n", 0);
RUNS("LOG that continues, then FAIL", "rule { syscall_name = unlink rule_name = a filter_expression { " MINE " } action { " LINE " } continue = yes }\n" RULE("b", "unlink", MINE, FAIL("EROFS"), "before"), C(unlink, "file"), "unlink(\"file\")\n", -EROFS);

ACTS("RETURN", "dup2", "PARAMS[1] == 99", "type = RETURN value = 42", C(dup2, 99, 98), 42);
ACTS("RETURN instead of the call", "unlink", "1", "type = RETURN value = 0", THEN(C(unlink, "file"), sct_exists("file")), true);
ACTS("RETURN of a negative value", "unlink", "1", "type = RETURN value = -30", C(unlink, "file"), -EROFS);
ACTS("RETURN of a hexadecimal value", "getppid", "1", "type = RETURN value = 0x10", C(getppid), 16);
ACTS("RETURN of a large value", "getppid", "1", "type = RETURN value = 81985529216486895", C(getppid), 81985529216486895);
ACTS("RETURN of a symbol", "unlink", "1", "type = RETURN value = -EROFS", C(unlink, "file"), -EROFS);
ACTS("RETURN of joined symbols", "getppid", "1", "type = RETURN value = O_WRONLY | O_CREAT | 4", C(getppid), O_WRONLY | O_CREAT | 4);
RUNS("RETURN after the call", RULE("r", "unlink", MINE, "type = RETURN value = 42", "after"), C(unlink, "file"), "", 42);
RUNS("RETURN after the call, which ran", RULE("r", "unlink", MINE, "type = RETURN value = -2", "after"), C(unlink, "file") == -ENOENT && !sct_exists("file"), "", true);
RUNS("RETURN by the result", RULE("r", "unlink", BOTH("RETVAL == -ENOENT"), "type = RETURN value = 0", "after"), C(unlink, "no/a"), "", 0);
RUNS("RETURN and LOG", "rule { syscall_name = getppid rule_name = r filter_expression { " MINE " } action { type = RETURN value = 7 } action { " LINE " } }", C(getppid), "getppid()\n", 7);

KILLS("KILL", RULE("r", "unlink", BOTH("PARAMS[1] == \"file\""), "type = KILL", "before"), C(unlink, "file"), "", SIGKILL);
KILLS("KILL by name", RULE("r", "unlink", MINE, "type = KILL signal = SIGTERM", "before"), C(unlink, "file"), "", SIGTERM);
KILLS("KILL by number", RULE("r", "unlink", MINE, "type = KILL signal = 15", "before"), C(unlink, "file"), "", SIGTERM);
KILLS("KILL and LOG", "rule { syscall_name = unlink rule_name = r filter_expression { " MINE " } action { type = KILL signal = SIGUSR1 } action { " LINE " } }", C(unlink, "file"), "unlink(\"file\")\n", SIGUSR1);
RUNS("KILL: the call has not run", RULE("r", "unlink", "COMM == \"other\"", "type = KILL", "before"), (in_child(unlink_file_as_other) & 127) == SIGKILL && sct_exists("file"), "", true);
RUNS("KILL of no match", RULE("r", "unlink", BOTH("PARAMS[1] == \"x\""), "type = KILL", "before"), C(unlink, "file"), "", 0);

STOPS("SUSPEND", RULE("r", "unlink", MINE, "type = SUSPEND", "before"), C(unlink, "file"), "", 0);
STOPS("SUSPEND and LOG", "rule { syscall_name = unlink rule_name = r filter_expression { " MINE " } action { type = SUSPEND } action { " LINE " } }", C(unlink, "no/a"), "unlink(\"no/a\")\n", -ENOENT);
RUNS("SUSPEND of no match", RULE("r", "unlink", BOTH("PARAMS[1] == \"x\""), "type = SUSPEND", "before"), C(unlink, "file"), "", 0);

ACTS("REWRITE of a path", "unlink", "PARAMS[1] == \"file\"", "type = REWRITE param = 1 value = \"other\"", C(unlink, "file") ? -1 : sct_exists("file") && !sct_exists("other"), true);
ACTS("REWRITE of a path by name", "chdir", "1", "type = REWRITE param = filename value = \"dir\"", C(chdir, "no"), 0);
ACTS("REWRITE of a path that is opened", "open", "PARAMS[1] == \"no/a\"", "type = REWRITE param = 1 value = \"file\"", C(open, "no/a", O_RDONLY, 0) > 0, true);
ACTS("REWRITE of the second path", "rename", "1", "type = REWRITE param = 2 value = \"new\"", THEN(C(rename, "file", "other"), sct_exists("new") && sct_exists("other")), true);
ACTS("REWRITE of flags", "open", "PARAMS[1] == \"new\"", "type = REWRITE param = flags value = O_RDONLY", C(open, "new", O_WRONLY | O_CREAT, 0600), -ENOENT);
ACTS("REWRITE by joined symbols", "open", "PARAMS[1] == \"new\"", "type = REWRITE param = flags value = O_WRONLY|O_CREAT", THEN(C(open, "new", O_RDONLY, 0600), sct_exists("new")), true);
ACTS("REWRITE of no match", "unlink", "PARAMS[1] == \"x\"", "type = REWRITE param = 1 value = \"other\"", THEN(C(unlink, "file"), sct_exists("other")), true);
RUNS("REWRITE and LOG", "rule { syscall_name = chdir rule_name = r filter_expression { " MINE " } action { type = REWRITE param = 1 value = \"dir\" } action { type = LOG log_format { hit } } }", C(chdir, "no"), "hit\n", 0);
ACTS("REWRITE of a number", "lseek", "PARAMS[1] == 40", "type = REWRITE param = 2 value = 7", C(lseek, FD("file", O_RDONLY), 5L, SEEK_SET), 7);
ACTS("REWRITE of a negative number", "lseek", "PARAMS[1] == 40", "type = REWRITE param = offset value = -7", C(lseek, FD("file", O_RDONLY), 5L, SEEK_SET), -EINVAL);
ACTS("REWRITE of a mode", "mkdir", "1", "type = REWRITE param = mode value = 0700", THEN(C(mkdir, "made", 0755), mode_of("made")), 0700);

RUNS("limit", RULE("r", "unlink", MINE, LOG("%params") " limit = 2/h", "before"), THEN(THEN(C(unlink, "a"), C(unlink, "b")), C(unlink, "c")), "\"a\"\n\"b\"\n", -ENOENT);
RUNS("limit of one a minute", RULE("r", "unlink", MINE, LOG("%params") " limit = 1/m", "before"), THEN(C(unlink, "a"), C(unlink, "b")), "\"a\"\n", -ENOENT);
RUNS("limit that is not reached", RULE("r", "unlink", MINE, LOG("%params") " limit = 1000/s", "before"), THEN(C(unlink, "a"), C(unlink, "b")), "\"a\"\n\"b\"\n", -ENOENT);
RUNS("limit without a format", RULE("r", "unlink", MINE, "type = LOG limit = 100/s", "before"), C(unlink, "a"), "syscall: $PID[\"sct_test\"]: 87_unlink(\"a\") (rule r)\n", -ENOENT);

REFUSED("FAIL after", ACTION_OF("type = @FAIL", "after"), "FAIL after the call can't refuse it; expected when = before");
REFUSED("KILL after", ACTION_OF("type = @KILL", "after"), "KILL after the call comes too late; expected when = before");
REFUSED("SUSPEND after", ACTION_OF("type = @SUSPEND", "after"), "SUSPEND after the call comes too late; expected when = before");
REFUSED("REWRITE after", ACTION_OF("type = @REWRITE param = 1 value = \"x\"", "after"), "REWRITE after the call comes too late; expected when = before");
REFUSED("two that decide", ACTION_OF("type = FAIL }\naction { type = @FAIL", "before"), "two actions that decide; expected one at most");
REFUSED("two that decide, of two kinds", ACTION_OF("type = FAIL }\naction { type = @KILL", "before"), "two actions that decide; expected one at most");
REFUSED("continue and FAIL", "rule { syscall_name = unlink rule_name = r\ncontinue = @yes action { type = FAIL } }\n", "continue in a rule that decides; expected LOG actions only");
REFUSED("a decision on exit_group", "rule { syscall_name = @exit_group rule_name = r action { type = FAIL } }\n", "exit_group must run: it can't be refused or changed by FAIL; expected LOG actions only, or other calls");
REFUSED("a decision on rt_sigreturn", "rule { syscall_name = @rt_sigreturn rule_name = r action { type = KILL } }\n", "rt_sigreturn must run: it can't be refused or changed by KILL; expected LOG actions only, or other calls");
