/* SPDX-License-Identifier: GPL-2.0 */
/* Rows: calls of 32-bit callers */

LOGS("a string", "unlink", "PARAMS[1] == \"no/a\"", C32(unlink, LOW("no/a")), "unlink(\"no/a\")");
LOGS("ABI", "unlink", "ABI == \"compat\"", THEN(C(unlink, "no/b"), C32(unlink, LOW("no/a"))), "unlink(\"no/a\")");
FORMATS("number and name of its table", "unlink, mprotect", "%abi %sid %sname", C32(unlink, LOW("no/a")), "compat 10 unlink");
QUIET("the other table's number", "mprotect", "1", C32(unlink, LOW("no/a")));
LOGS("SID", "unlink", "SID == 10", THEN(C(unlink, "no/b"), C32(unlink, LOW("no/a"))), "unlink(\"no/a\")");
LOGS("two strings", "rename", "PARAMS[2] == \"no/b\"", C32(rename, LOW("no/a"), LOW("no/b")), "rename(\"no/a\", \"no/b\")");
LOGS("a mode", "mkdir", "PARAMS[2] == 0700", C32(mkdir, LOW("no/a"), 0700), "mkdir(\"no/a\", 0700)");
LOGS("a signed number", "setpgid", "PARAMS[1] == -7", C32(setpgid, 0xfffffff9, 3), "setpgid(-7, 3)");
LOGS("the high half does not count", "setpgid", "PARAMS[1] == -7", C32(setpgid, 0x1fffffff9, 3), "setpgid(-7, 3)");
LOGS("a long of 32 bits is signed", "lseek", "PARAMS[2] == -5", C32(lseek, NO_FD, 0xfffffffb, 0), "lseek(99, -5, SEEK_SET)");
LOGS("a null pointer", "unlink", "1", C32(unlink, 0), "unlink(<NULL>)");
LOGS("a bad pointer", "unlink", "1", C32(unlink, 0xfffff000), "unlink(<0xfffff000>)");
ACTS("FAIL", "unlink", "ABI == \"compat\"", FAIL("EROFS"), C32(unlink, LOW("file")), -EROFS);
ENDS("RETVAL is negative", "unlink", "RETVAL == -2 && RETVAL < 0", "%abi %retval", C32(unlink, LOW("no/a")), "compat -2");
LOGS("flags", "openat", "PARAMS[3] & O_CREAT", C32(openat, AT_FDCWD, LOW("no/a"), O_WRONLY | O_CREAT, 0600), "openat(AT_FDCWD, \"no/a\", O_WRONLY|O_CREAT, 0600)");
LOGS("AT_FDCWD", "unlinkat", "PARAMS[1] == AT_FDCWD", C32(unlinkat, AT_FDCWD, LOW("no/a"), 0), "unlinkat(AT_FDCWD, \"no/a\", 0)");
LOGS("a signal", "kill", "PARAMS[2] == SIGTERM", C32(kill, NO_PID, SIGTERM), "kill(2147483647, SIGTERM)");
LOGS("PATH", "unlink", "PATH[1] == \"$DIR/a\"", C32(unlink, LOW("./a")), "unlink(\"./a\")");
LOGS("a struct in its own layout", "nanosleep", "PARAMS[1]->tv_sec == -1 && PARAMS[1]->tv_nsec == 5", C32(nanosleep, LOW_WORDS(-1, 5), 0), "nanosleep({tv_sec=-1, tv_nsec=5}, <NULL>)");
FORMATS("connect by socketcall", "connect", "%sid %sname %param1 %param3", C32(socketcall, 3, LOW_WORDS(NO_FD, 0, 16)), "102:3 connect 99 16");
LOGS("socket by socketcall", "socket", "PARAMS[1] == AF_INET && PARAMS[3] == 99", C32(socketcall, 1, LOW_WORDS(AF_INET, SOCK_STREAM, 99)), "socket(AF_INET, SOCK_STREAM, 99)");
FORMATS("semget by ipc", "semget", "%sid %sname %param2", C32(ipc, 2, 0, -1, 0), "117:2 semget -1");
FORMATS("sendto by socketcall's send", "sendto", "%sid %sname %param2", C32(socketcall, 9, LOW_WORDS(NO_FD, LOW("hi"), 2, 0)), "102:9 sendto \"hi\"");
LOGS("an address by socketcall", "connect", "PARAMS[2]->sin_port == htons(25)", C32(socketcall, 3, LOW_WORDS(NO_FD, low(in4("127.0.0.1", 25), 16), 16)), "connect(99, {sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\"127.0.0.1\")}, 16)");
FORMATS("socketcall itself", "socketcall", "%sid %sname %param1", C32(socketcall, 99, 0), "102 socketcall 99");
RUNS("FAIL of a call by socketcall", RULE("r", "listen", BOTH("PARAMS[1] == 99"), FAIL("EACCES"), "before"), C32(socketcall, 4, LOW_WORDS(NO_FD, 5)), "", -EACCES);
RUNS("KILL of no match", RULE("r", "unlink", BOTH("ABI == \"native\""), "type = KILL", "before"), C32(unlink, LOW("file")), "", 0);
ACTS("REWRITE of a path", "unlink", "ABI == \"compat\"", "type = REWRITE param = 1 value = \"other\"", C32(unlink, LOW("file")) ? -1 : sct_exists("file") && !sct_exists("other"), true);
