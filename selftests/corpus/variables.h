/* SPDX-License-Identifier: GPL-2.0 */
/* Rows: whom a call comes from */

LOGS("PID", "unlink", "PID == $PID", C(unlink, "a"), "unlink(\"a\")");
LOGS("TID is PID of the first thread", "unlink", "TID == PID", C(unlink, "a"), "unlink(\"a\")");
LOGS("PPID", "unlink", "PPID == $PPID", C(unlink, "a"), "unlink(\"a\")");
LOGS("TID of another thread", "unlink", "TID != PID && PID == $PID", in_thread(), "unlink(\"a\")");
QUIET("PID of another", "unlink", "PID != $PID", C(unlink, "a"));
LOGS("PID in a list", "unlink", "PID in (1, $PID)", C(unlink, "a"), "unlink(\"a\")");
LOGS("UID of root", "unlink", "UID == 0", C(unlink, "a"), "unlink(\"a\")");
LOGS("UID set", "unlink", "UID == 1000", THEN(setuid(1000), C(unlink, "a")), "unlink(\"a\")");
LOGS("EUID set alone", "unlink", "EUID == 1000 && UID == 0", THEN(seteuid(1000), C(unlink, "a")), "unlink(\"a\")");
LOGS("SUID set alone", "unlink", "SUID == 1003 && EUID == 0", THEN(setresuid(-1, -1, 1003), C(unlink, "a")), "unlink(\"a\")");
LOGS("FSUID set alone", "unlink", "FSUID == 1004 && EUID == 0", THEN(C(setfsuid, 1004), C(unlink, "a")), "unlink(\"a\")");
LOGS("GID set", "unlink", "GID == 2001", THEN(setgid(2001), C(unlink, "a")), "unlink(\"a\")");
LOGS("EGID set alone", "unlink", "EGID == 2002 && GID == 0", THEN(setegid(2002), C(unlink, "a")), "unlink(\"a\")");
LOGS("SGID set alone", "unlink", "SGID == 2003 && EGID == 0", THEN(setresgid(-1, -1, 2003), C(unlink, "a")), "unlink(\"a\")");
LOGS("FSGID set alone", "unlink", "FSGID == 2004 && EGID == 0", THEN(C(setfsgid, 2004), C(unlink, "a")), "unlink(\"a\")");
LOGS("COMM", "unlink", "COMM == \"sct_test\"", C(unlink, "a"), "unlink(\"a\")");
QUIET("COMM of another", "unlink", "COMM == \"sct\"", C(unlink, "a"));
LOGS("COMM contains", "unlink", "COMM ~= \"ct_te\"", C(unlink, "a"), "unlink(\"a\")");
RUNS("COMM is cut at 15 bytes", RULE("r", "unlink", "COMM == \"a_name_of_15_by\"", LOG("%comm"), "before"), THEN(take_name("a_name_of_15_bytes_and_more"), C(unlink, "a")), "\"a_name_of_15_by\"\n", -ENOENT);
LOGS("ABI", "unlink", "ABI == \"native\"", C(unlink, "a"), "unlink(\"a\")");
QUIET("ABI of another", "unlink", "ABI == \"compat\"", C(unlink, "a"));
LOGS("SID", "unlink, rmdir", "SID == 87", THEN(C(rmdir, "b"), C(unlink, "a")), "unlink(\"a\")");
LOGS("SNAME", "unlink, rmdir", "SNAME == \"rmdir\"", THEN(C(unlink, "a"), C(rmdir, "b")), "rmdir(\"b\")");
LOGS("SNAME in a list", "unlink, rmdir, chdir", "SNAME in (\"rmdir\", \"chdir\")", THEN(C(unlink, "a"), C(rmdir, "b")), "rmdir(\"b\")");
LOGS("two variables compared", "unlink", "UID == EUID && PID != UID", C(unlink, "a"), "unlink(\"a\")");
LOGS("arithmetic of variables", "unlink", "PID + 1 > PID && PID - PPID != 0", C(unlink, "a"), "unlink(\"a\")");

/* Where the caller stands. */
LOGS("EXE", "unlink", "EXE == \"$EXE\"", C(unlink, "a"), "unlink(\"a\")");
LOGS("EXE ends with", "unlink", "EXE endswith \"/corpus_test\"", C(unlink, "a"), "unlink(\"a\")");
QUIET("EXE is no name", "unlink", "EXE == \"corpus_test\"", C(unlink, "a"));
LOGS("CWD", "unlink", "CWD == \"$DIR\"", C(unlink, "a"), "unlink(\"a\")");
LOGS("CWD changed", "unlink", "CWD == \"$DIR/dir\"", THEN(chdir("dir"), C(unlink, "a")), "unlink(\"a\")");
LOGS("CWD through a link", "unlink", "CWD == \"$DIR/dir\"", THEN(chdir("link"), C(unlink, "a")), "unlink(\"a\")");
LOGS("CWD of the root", "unlink", "CWD == \"/\"", THEN(chdir("/"), C(unlink, "a")), "unlink(\"a\")");
QUIET("CWD of another", "unlink", "CWD == \"/\"", C(unlink, "a"));
LOGS("TTY of none", "unlink", "TTY == \"\"", THEN(setsid(), C(unlink, "a")), "unlink(\"a\")");
LOGS("TTY", "unlink", "TTY glob \"pts/[0-9]*\"", THEN(take_terminal(), C(unlink, "a")), "unlink(\"a\")");
QUIET("TTY has no /dev", "unlink", "TTY startswith \"/dev\"", THEN(take_terminal(), C(unlink, "a")));
LOGS("LOGINUID", "unlink", "LOGINUID == $LOGINUID", C(unlink, "a"), "unlink(\"a\")");
LOGS("LOGINUID is unsigned", "unlink", "LOGINUID >= 0", C(unlink, "a"), "unlink(\"a\")");
LOGS("SESSIONID", "unlink", "SESSIONID == $SESSIONID", C(unlink, "a"), "unlink(\"a\")");
LOGS("PIDNS", "unlink", "PIDNS == $PIDNS", C(unlink, "a"), "unlink(\"a\")");
LOGS("MNTNS", "unlink", "MNTNS == $MNTNS", C(unlink, "a"), "unlink(\"a\")");
LOGS("MNTNS left", "unlink", "MNTNS != $MNTNS", THEN(unshare(CLONE_NEWNS), C(unlink, "a")), "unlink(\"a\")");
LOGS("NETNS", "unlink", "NETNS == $NETNS", C(unlink, "a"), "unlink(\"a\")");
LOGS("NETNS left", "unlink", "NETNS != $NETNS && NETNS > 0", THEN(unshare(CLONE_NEWNET), C(unlink, "a")), "unlink(\"a\")");
LOGS("CGROUP", "unlink", "CGROUP == \"$CGROUP\"", C(unlink, "a"), "unlink(\"a\")");
LOGS("CGROUP begins at the root", "unlink", "CGROUP startswith \"/\"", C(unlink, "a"), "unlink(\"a\")");

/* The objects that parameters name. */
LOGS("PATH", "unlink", "PATH[1] == \"$DIR/a\"", C(unlink, "a"), "unlink(\"a\")");
LOGS("PATH by name", "unlink", "PATH[pathname] == \"$DIR/a\"", C(unlink, "a"), "unlink(\"a\")");
LOGS("PATH of an absolute one", "unlink", "PATH[1] == \"/no_file_here\"", C(unlink, "/no_file_here"), "unlink(\"/no_file_here\")");
LOGS("PATH without dots", "unlink", "PATH[1] == \"$DIR/a\"", C(unlink, "./dir/.././a"), "unlink(\"./dir/.././a\")");
LOGS("PATH without slashes", "rmdir", "PATH[1] == \"$DIR/dir/a\"", C(rmdir, ".//dir///a"), "rmdir(\".//dir///a\")");
LOGS("PATH through a link", "unlink", "PATH[1] == \"$DIR/dir/a\"", C(unlink, "link/a"), "unlink(\"link/a\")");
LOGS("PATH of what a link names", "chdir", "PATH[1] == \"$DIR/dir\"", C(chdir, "link"), "chdir(\"link\")");
LOGS("PATH of a link itself", "unlink", "PATH[1] == \"$DIR/link\"", C(unlink, "link"), "unlink(\"link\")");
LOGS("PATH of a file that is there", "unlink", "PATH[1] == \"$DIR/dir/inner\"", C(unlink, "dir/inner"), "unlink(\"dir/inner\")");
LOGS("PATH and the working directory", "unlink", "PATH[1] == \"$DIR/dir/inner\"", THEN(chdir("dir"), C(unlink, "inner")), "unlink(\"inner\")");
LOGS("PATH and a directory descriptor", "unlinkat", "PATH[2] == \"$DIR/dir/inner\" && PARAMS[2] == \"inner\"", C(unlinkat, FD("dir", O_RDONLY), "inner", 0), "unlinkat(40, \"inner\", 0)");
LOGS("PATH of a descriptor", "ftruncate", "PATH[1] == \"$DIR/file\"", C(ftruncate, FD("file", O_RDWR), 5L), "ftruncate(40, 5)");
FORMATS("PATH of an empty path", "newfstatat", "%path2", C(newfstatat, FD("file", O_RDONLY), "", BAD, AT_EMPTY_PATH), "\"$DIR/file\"");
FORMATS("PATH of a link that the call follows", "newfstatat", "%path2", C(newfstatat, AT_FDCWD, "filelink", BAD, 0), "\"$DIR/file\"");
FORMATS("PATH of a link that its flags don't follow", "newfstatat", "%path2", C(newfstatat, AT_FDCWD, "filelink", BAD, AT_SYMLINK_NOFOLLOW), "\"$DIR/filelink\"");
FORMATS("PATH of a link that open follows", "open", "%path1", C(open, "filelink", O_RDONLY, 0), "\"$DIR/file\"");
FORMATS("PATH of a link that open doesn't follow", "open", "%path1", C(open, "filelink", O_RDONLY | O_NOFOLLOW, 0), "\"$DIR/filelink\"");
FORMATS("PATH of ..", "chdir", "%path1", THEN(chdir("dir"), C(chdir, "..")), "\"$DIR/dir\"\n\"$DIR\"");
FORMATS("PATH of the root", "chdir", "%path1", C(chdir, "/.."), "\"/\"");
FORMATS("PATH of AT_FDCWD", "unlinkat", "%path1", C(unlinkat, AT_FDCWD, "a", 0), "\"$DIR\"");
QUIET("PATH of no descriptor", "ftruncate", "PATH[1] != \"x\"", C(ftruncate, NO_FD, 5L));
QUIET("PATH below a folder that is none", "unlink", "PATH[1] != \"x\"", C(unlink, "no/such/a"));
QUIET("PATH of a bad pointer", "unlink", "PATH[1] != \"x\"", C(unlink, BAD));
LOGS("PATH of two parameters", "rename", "PATH[1] == \"$DIR/a\" && PATH[2] == \"$DIR/dir/b\"", C(rename, "a", "link/b"), "rename(\"a\", \"link/b\")");

/* Those it comes from. */
LOGS("ANCESTOR by name", "unlink", "ANCESTOR(COMM == \"corpus_test\")", C(unlink, "a"), "unlink(\"a\")");
LOGS("ANCESTOR by number", "unlink", "ANCESTOR(PID == $PPID)", C(unlink, "a"), "unlink(\"a\")");
LOGS("ANCESTOR that is process 1", "unlink", "ANCESTOR(PID == 1)", C(unlink, "a"), "unlink(\"a\")");
LOGS("ANCESTOR by executable", "unlink", "ANCESTOR(EXE == \"$EXE\" && UID == 0)", C(unlink, "a"), "unlink(\"a\")");
QUIET("ANCESTOR is not the caller", "unlink", "ANCESTOR(COMM == \"sct_test\")", C(unlink, "a"));
LOGS("ANCESTOR that a caller has", "unlink", "ANCESTOR(PID == $PID)", in_child(unlink_in_child), "unlink(\"a\")");
QUIET("no ANCESTOR", "unlink", "ANCESTOR(COMM == \"nobody\")", C(unlink, "a"));
LOGS("not ANCESTOR", "unlink", "!ANCESTOR(COMM == \"nobody\")", C(unlink, "a"), "unlink(\"a\")");
LOGS("ANCESTOR by its name in arithmetic", "unlink", "ANCESTOR(PID - 1 == $PPID - 1 && TID == PID)", C(unlink, "a"), "unlink(\"a\")");
LOGS("two ANCESTORs", "unlink", "ANCESTOR(PID == 1) && ANCESTOR(COMM glob \"corpus_*\")", C(unlink, "a"), "unlink(\"a\")");
QUIET("one ANCESTOR must be both", "unlink", "ANCESTOR(PID == 1 && COMM == \"corpus_test\")", C(unlink, "a"));
LOGS("ANCESTOR beside another condition", "unlink", "PARAMS[1] == \"a\" && ANCESTOR(COMM == \"corpus_test\") && UID == 0", C(unlink, "a"), "unlink(\"a\")");
