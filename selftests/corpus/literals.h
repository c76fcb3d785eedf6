/* SPDX-License-Identifier: GPL-2.0 */
/* Rows: literals, symbols and functions */

LOGS("decimal", "dup2", "PARAMS[1] == 99", C(dup2, 99, 98), "dup2(99, 98)");
LOGS("octal", "dup2", "PARAMS[1] == 0143", C(dup2, 99, 98), "dup2(99, 98)");
LOGS("hexadecimal", "dup2", "PARAMS[1] == 0x63", C(dup2, 99, 98), "dup2(99, 98)");
LOGS("hexadecimal in large letters", "dup2", "PARAMS[1] == 0XFF", C(dup2, 255, 98), "dup2(255, 98)");
LOGS("suffix of C", "dup2", "PARAMS[1] == 99u && PARAMS[1] < 99999999999UL", C(dup2, 99, 98), "dup2(99, 98)");
LOGS("minus of printed texts", "setpgid", "PARAMS[1] == \342\210\2227", C(setpgid, -7, 3), "setpgid(-7, 3)");
LOGS("the largest number", "getcwd", "PARAMS[2] == 18446744073709551615", C(getcwd, NULL, -1L), "getcwd(<NULL>, 18446744073709551615)");
LOGS("a constant is a filter", "dup2", "1", C(dup2, 99, 98), "dup2(99, 98)");
QUIET("zero is one too", "dup2", "0", C(dup2, 99, 98));
LOGS("escape of a newline", "unlink", "PARAMS[1] == \"a\\nb\"", C(unlink, "a\nb"), "unlink(\"a\\nb\")");
LOGS("escape of a quote", "unlink", "PARAMS[1] == \"a\\\"b\"", C(unlink, "a\"b"), "unlink(\"a\\\"b\")");
LOGS("escape of a backslash", "unlink", "PARAMS[1] == \"a\\\\b\"", C(unlink, "a\\b"), "unlink(\"a\\\\b\")");
LOGS("escape in hexadecimal", "unlink", "PARAMS[1] == \"\\x41/b\"", C(unlink, "A/b"), "unlink(\"A/b\")");
LOGS("escape in octal", "unlink", "PARAMS[1] == \"a\\101b\"", C(unlink, "aAb"), "unlink(\"aAb\")");
LOGS("UTF-8", "unlink", "PARAMS[1] startswith \"\303\251t\"", C(unlink, "\303\251t\303\251"), "unlink(\"\\303\\251t\\303\\251\")");
LOGS("a number sign in a string", "unlink", "PARAMS[1] == \"a#b\"", C(unlink, "a#b"), "unlink(\"a#b\")");
LOGS("braces in a string", "unlink", "PARAMS[1] == \"}a{\"", C(unlink, "}a{"), "unlink(\"}a{\")");

/* Symbols of the user API. */
LOGS("O_CREAT", "open", "PARAMS[2] & O_CREAT", C(open, "no/a", O_RDWR | O_CREAT, 0600), "open(\"no/a\", O_RDWR|O_CREAT, 0600)");
QUIET("O_CREAT that is not there", "open", "PARAMS[2] & O_CREAT", C(open, "no/a", O_RDWR, 0));
LOGS("O_ACCMODE", "open", "(PARAMS[2] & O_ACCMODE) == O_WRONLY", C(open, "no/a", O_WRONLY | O_TRUNC, 0), "open(\"no/a\", O_WRONLY|O_TRUNC, 0)");
LOGS("symbols joined", "open", "PARAMS[2] == (O_WRONLY | O_CREAT | O_EXCL)", C(open, "no/a", O_WRONLY | O_CREAT | O_EXCL, 0600), "open(\"no/a\", O_WRONLY|O_CREAT|O_EXCL, 0600)");
LOGS("AT_FDCWD", "unlinkat", "PARAMS[1] == AT_FDCWD", C(unlinkat, AT_FDCWD, "a", 0), "unlinkat(AT_FDCWD, \"a\", 0)");
LOGS("SIGTERM", "kill", "PARAMS[2] == SIGTERM", C(kill, NO_PID, SIGTERM), "kill(2147483647, SIGTERM)");
LOGS("symbols in a list", "kill", "PARAMS[2] in (SIGKILL, SIGTERM, SIGHUP)", C(kill, NO_PID, SIGHUP), "kill(2147483647, SIGHUP)");
LOGS("AF_INET", "socket", "PARAMS[1] == AF_INET && PARAMS[2] == SOCK_STREAM", C(socket, AF_INET, SOCK_STREAM, 99), "socket(AF_INET, SOCK_STREAM, 99)");
ENDS("PTRACE_ATTACH", "ptrace", "PARAMS[1] == PTRACE_ATTACH && PARAMS[2] == 2147483647", "%sname = %retval", C(ptrace, PTRACE_ATTACH, (long)NO_PID, 0L, 0L), "ptrace = -3");
ENDS("MAP_ANONYMOUS", "mmap", "PARAMS[2] == 0 && PARAMS[4] & MAP_ANONYMOUS", "%sname = %retval", C(mmap, NULL, 0L, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1L, 0L), "mmap = -22");
LOGS("S_IFIFO", "mknod", "(PARAMS[2] & S_IFMT) == S_IFIFO", C(mknod, "no/a", S_IFIFO | 0600, 0), "mknod(\"no/a\", 010600, 0)");
LOGS("CLONE_FS", "unshare", "PARAMS[1] & CLONE_FS", C(unshare, CLONE_FS), "unshare(CLONE_FS)");
ENDS("EPERM", "kill", "RETVAL == -ESRCH && ESRCH != EPERM", "%sname = %retval", C(kill, NO_PID, SIGTERM), "kill = -3");

/* Functions. */
LOGS("ipaddr", "dup2", "ipaddr(\"127.0.0.1\") == 0x0100007f", C(dup2, 99, 98), "dup2(99, 98)");
LOGS("htons", "dup2", "htons(25) == 0x1900 && htons(0x1234) == 0x3412", C(dup2, 99, 98), "dup2(99, 98)");
LOGS("htonl", "dup2", "htonl(0x01020304) == 0x04030201", C(dup2, 99, 98), "dup2(99, 98)");
LOGS("ntohs and ntohl", "dup2", "ntohs(htons(7)) == 7 && ntohl(htonl(7)) == 7", C(dup2, 99, 98), "dup2(99, 98)");
LOGS("htons of a parameter", "dup2", "htons(PARAMS[1]) == 0x6300", C(dup2, 99, 98), "dup2(99, 98)");
