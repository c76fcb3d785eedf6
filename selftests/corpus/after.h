/* SPDX-License-Identifier: GPL-2.0 */
/* Rows: rules that act after the call */

ENDS("RETVAL of a failure", "unlink", "RETVAL < 0", "%sname(%params) = %retval", C(unlink, "no/a"), "unlink(\"no/a\") = -2");
ENDS("RETVAL of success", "unlink", "RETVAL == 0", "%sname(%params) = %retval", C(unlink, "file"), "unlink(\"file\") = 0");
ENDS("RETVAL is 64 bits", "lseek", "RETVAL > 0xffffffff", "%sname = %retval", C(lseek, FD("file", O_RDONLY), 5000000000L, SEEK_SET), "lseek = 5000000000");
ENDS("RETVAL in a list", "unlink", "RETVAL in (-13, -2)", "%retval", C(unlink, "no/a"), "-2");
ENDS("RETVAL by symbol", "unlink", "RETVAL == -ENOENT", "%retval", C(unlink, "no/a"), "-2");
ENDS("parameters as at entry", "rename", "PARAMS[1] == \"file\" && PARAMS[2] == \"new\"", "%params = %retval", C(rename, "file", "new"), "\"file\", \"new\" = 0");
ENDS("a parameter that the caller overwrites", "readlink", "PARAMS[1] == \"link\"", "%param1 = %retval", readlink_over_itself(), "\"link\" = 3");
ENDS("a working directory of afterwards", "chdir", "PARAMS[1] == \"dir\"", "%params = %retval", C(chdir, "dir"), "\"dir\" = 0");
ENDS("a filter of both", "unlink, rmdir", "RETVAL == -2 && PARAMS[1] endswith \"a\"", "%sname", THEN(THEN(C(unlink, "file"), C(unlink, "no/b")), C(rmdir, "no/a")), "rmdir");
ROW(exec_nothing(), .name = "execve, whose memory is gone", .text = RULE("r", "execve", "PARAMS[1] == \"/proc/self/exe\"", LOG("%sname(%param1) = %retval"), "after"), .log = "execve(\"/proc/self/exe\") = 0\n", .any_value = true);
ENDS("execve that fails", "execve", "PARAMS[1] == \"no/a\"", "%param1 = %retval", C(execve, "no/a", NULL, NULL), "\"no/a\" = -2");
RUNS("a call that was refused has no end", RULE("a", "unlink", MINE, FAIL("EROFS"), "before") RULE("b", "unlink", MINE, LOG("%retval"), "after"), C(unlink, "file"), "", -EROFS);
RUNS("before and after", RULE("a", "unlink", MINE, LOG("begin %params"), "before") RULE("b", "unlink", MINE, LOG("end %params %retval"), "after"), C(unlink, "file"), "begin \"file\"\nend \"file\" 0\n", 0);
RUNS("the first of those after", RULE("a", "unlink", BOTH("RETVAL == 0"), LOG("%ruleid"), "after") RULE("b", "unlink", MINE, LOG("%ruleid"), "after"), THEN(C(unlink, "file"), C(unlink, "file")), "a\nb\n", -ENOENT);
REFUSED("RETVAL before", FILTER_OF("unlink", "@RETVAL == 0"), "RETVAL is not known before the call; expected when = after");
REFUSED("RETVAL before, behind &&", FILTER_OF("unlink", "UID == 0 && @RETVAL == 0"), "RETVAL is not known before the call; expected when = after");
REFUSED("%retval before", ACTION_OF("type = LOG log_format { a @%retval }", "before"), "%retval is not known before the call; expected when = after");
REFUSED("%retval of the default format before", "log_format { %retval }\nrule { syscall_name = unlink rule_name = r action { type = @LOG } }\n", "%retval is not known before the call; expected when = after");
REFUSED("%errno before", ACTION_OF("type = LOG log_format { @%errno }", "before"), "%errno is not known before the call; expected when = after");
