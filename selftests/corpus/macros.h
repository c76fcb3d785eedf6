/* SPDX-License-Identifier: GPL-2.0 */
/* Rows: macros of a log_format */

FORMATS("%ruleid", "unlink", "%ruleid", C(unlink, "a"), "r");
FORMATS("%sid and %sname", "unlink", "%sid_%sname", C(unlink, "a"), "87_unlink");
FORMATS("%params", "rename", "%params", C(rename, "no/a", "no/b"), "\"no/a\", \"no/b\"");
FORMATS("%param1 and %param2", "rename", "%param2 %param1", C(rename, "no/a", "no/b"), "\"no/b\" \"no/a\"");
FORMATS("%param3 of a call that has two", "rename", "[%param3]", C(rename, "no/a", "no/b"), "[]");
FORMATS("%param6", "sendto", "%param6", C(sendto, NO_FD, "hi", 2L, 0, NULL, 16), "16");
FORMATS("%pid", "unlink", "%pid", C(unlink, "a"), "$PID");
FORMATS("%tid", "unlink", "%tid", C(unlink, "a"), "$PID");
FORMATS("%ppid", "unlink", "%ppid", C(unlink, "a"), "$PPID");
FORMATS("ids", "unlink", "%uid %euid %suid %fsuid %gid %egid %sgid %fsgid", THEN(setresgid(2001, 2002, 2003), THEN(setresuid(1001, 1002, 1003), C(unlink, "a"))), "1001 1002 1003 1002 2001 2002 2003 2002");
FORMATS("%comm", "unlink", "%comm", C(unlink, "a"), "\"sct_test\"");
FORMATS("%abi", "unlink", "%abi", C(unlink, "a"), "native");
ENDS("%retval", "unlink", "1", "%retval", C(unlink, "file"), "0");
FORMATS("a macro ends at the underscore", "unlink", "%sname_%sname", C(unlink, "a"), "unlink_unlink");
FORMATS("two macros side by side", "unlink", "%sname%sid", C(unlink, "a"), "unlink87");
FORMATS("percent signs", "unlink", "100%% of %%pid %%%sname%%", C(unlink, "a"), "100% of %pid %unlink%");
FORMATS("braces", "unlink", "{ a \\} b \\}\\}", C(unlink, "a"), "{ a } b }}");
FORMATS("outer blanks", "unlink", "  \t a  b \t ", C(unlink, "a"), "a  b");
FORMATS("UTF-8", "unlink", "\303\251 \342\206\222 \360\237\220\247", C(unlink, "a"), "\303\251 \342\206\222 \360\237\220\247");
FORMATS("no comment", "unlink", "# %sname # \"", C(unlink, "a"), "# unlink # \"");
FORMATS("no escapes but one", "unlink", "a \\n b", C(unlink, "a"), "a \\n b");
FORMATS("a text alone", "unlink", "rule { x = y", C(unlink, "a"), "rule { x = y");

FORMATS("%exe", "unlink", "%exe", C(unlink, "a"), "\"$EXE\"");
FORMATS("%cwd", "unlink", "%cwd", C(unlink, "a"), "\"$DIR\"");
FORMATS("%cwd of the root", "unlink", "%cwd", THEN(chdir("/"), C(unlink, "a")), "\"/\"");
FORMATS("%loginuid", "unlink", "%loginuid", C(unlink, "a"), "$LOGINUID");
FORMATS("%path1", "unlink", "%path1", C(unlink, "link/../a"), "\"$DIR/a\"");
FORMATS("%path1 and %path2", "rename", "%path1 %path2", C(rename, "a", "dir/b"), "\"$DIR/a\" \"$DIR/dir/b\"");
FORMATS("%path1 of a descriptor", "ftruncate", "%path1", C(ftruncate, FD("file", O_RDWR), 0L), "\"$DIR/file\"");
ENDS("%errno", "unlink", "1", "%errno", C(unlink, "no/a"), "ENOENT");
ENDS("%errno of success", "unlink", "1", "%errno", C(unlink, "file"), "0");
ENDS("%errno of another", "rmdir", "1", "%sname %errno %retval", C(rmdir, "file"), "rmdir ENOTDIR -20");
FITS("%time", "unlink", "%time", "before", C(unlink, "a"), "20[0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z");
FITS("%cpu", "unlink", "cpu %cpu", "before", C(unlink, "a"), "cpu [0-9]");
REFUSED("an unknown macro", ACTION_OF("type = LOG log_format { a @%parms b }", "before"), "unknown macro \"%parms\" in log_format; expected a macro, or %% for a percent sign; did you mean \"params\"?");
REFUSED("an unknown macro near none", ACTION_OF("type = LOG log_format { @%frobnicate }", "before"), "unknown macro \"%frobnicate\" in log_format; expected a macro, or %% for a percent sign");
REFUSED("an unknown macro behind UTF-8", ACTION_OF("type = LOG log_format { \303\251\342\210\222 @%suidd }", "before"), "unknown macro \"%suidd\" in log_format; expected a macro, or %% for a percent sign; did you mean \"suid\"?");
REFUSED("an unknown macro behind a brace", ACTION_OF("type = LOG log_format { \\} @%siid }", "before"), "unknown macro \"%siid\" in log_format; expected a macro, or %% for a percent sign; did you mean \"sid\"?");
REFUSED("a percent sign alone", ACTION_OF("type = LOG log_format { 100@% }", "before"), "unknown macro \"%\" in log_format; expected a macro, or %% for a percent sign");
REFUSED("an unknown macro of the default format", "log_format { @%pidd }\n", "unknown macro \"%pidd\" in log_format; expected a macro, or %% for a percent sign; did you mean \"pid\"?");
