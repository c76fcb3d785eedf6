/* SPDX-License-Identifier: GPL-2.0 */
/* Rows: how parameters print */

/* Numbers, pointers and modes. */
LOGS("signed int", "setpgid", "1", C(setpgid, -7, 3), "setpgid(-7, 3)");
LOGS("unsigned int", "alarm", "1", C(alarm, -1), "alarm(4294967295)");
LOGS("a descriptor that is none", "dup2", "PARAMS[1] == 4294967295", C(dup2, -1, 98), "dup2(-1, 98)");
LOGS("signed long", "ftruncate", "1", C(ftruncate, NO_FD, -5000000000L), "ftruncate(99, -5000000000)");
LOGS("unsigned long", "getcwd", "1", C(getcwd, NULL, -1L), "getcwd(<NULL>, 18446744073709551615)");
LOGS("a pointer that is filled in", "getcwd", "1", C(getcwd, BAD, 1L), "getcwd(0x1, 1)");
LOGS("a string", "unlink", "1", C(unlink, "no/a"), "unlink(\"no/a\")");
LOGS("a bad string", "unlink", "1", C(unlink, (void *)0xdead), "unlink(<0xdead>)");
LOGS("a long string", "unlink", "1", C(unlink, "no/a_name_that_is_longer_than_thirty-two_bytes"), "unlink(\"no/a_name_that_is_longer_than_thirty-two_bytes\")");
LOGS("a mode", "mkdir", "1", C(mkdir, "no/a", 0755), "mkdir(\"no/a\", 0755)");
LOGS("a mode of 0", "mkdir", "1", C(mkdir, "no/a", 0), "mkdir(\"no/a\", 0)");
LOGS("a mode with set-user-id", "chmod", "1", C(chmod, "no/a", 04755), "chmod(\"no/a\", 04755)");
LOGS("a mode behind a descriptor", "fchmod", "1", C(fchmod, NO_FD, 0640), "fchmod(99, 0640)");
LOGS("two strings", "symlink", "1", C(symlink, "to", "no/a"), "symlink(\"to\", \"no/a\")");
LOGS("no parameters", "getppid", "1", C(getppid), "getppid()");

/* Directory descriptors. */
LOGS("AT_FDCWD", "mkdirat", "1", C(mkdirat, AT_FDCWD, "no/a", 0700), "mkdirat(AT_FDCWD, \"no/a\", 0700)");
LOGS("a directory descriptor", "mkdirat", "1", C(mkdirat, NO_FD, "a", 0700), "mkdirat(99, \"a\", 0700)");
LOGS("two of them", "renameat", "1", C(renameat, AT_FDCWD, "no/a", AT_FDCWD, "no/b"), "renameat(AT_FDCWD, \"no/a\", AT_FDCWD, \"no/b\")");

/* Flag words. */
LOGS("O_RDONLY", "openat", "1", C(openat, AT_FDCWD, "no/a", O_RDONLY, 0), "openat(AT_FDCWD, \"no/a\", O_RDONLY, 0)");
LOGS("O_RDONLY with another", "openat", "1", C(openat, AT_FDCWD, "no/a", O_RDONLY | O_CREAT, 0600), "openat(AT_FDCWD, \"no/a\", O_RDONLY|O_CREAT, 0600)");
LOGS("O_WRONLY", "openat", "1", C(openat, AT_FDCWD, "no/a", O_WRONLY | O_CREAT | O_TRUNC, 0644), "openat(AT_FDCWD, \"no/a\", O_WRONLY|O_CREAT|O_TRUNC, 0644)");
LOGS("O_RDWR", "open", "1", C(open, "no/a", O_RDWR | O_APPEND | O_CLOEXEC, 0), "open(\"no/a\", O_RDWR|O_APPEND|O_CLOEXEC, 0)");
LOGS("O_DIRECTORY and O_PATH", "open", "PARAMS[2] & O_PATH", C(open, "no/a", O_PATH | O_DIRECTORY, 0), "open(\"no/a\", O_RDONLY|O_PATH|O_DIRECTORY, 0)");
LOGS("O_TMPFILE is more than one bit", "open", "1", C(open, "no/a", O_RDWR | O_TMPFILE, 0600), "open(\"no/a\", O_RDWR|O_TMPFILE, 0600)");
LOGS("O_SYNC is more than one bit", "open", "1", C(open, "no/a", O_WRONLY | O_SYNC, 0), "open(\"no/a\", O_WRONLY|O_SYNC, 0)");
LOGS("bits that have no name", "open", "1", C(open, "no/a", O_WRONLY | 0x40000000, 0), "open(\"no/a\", O_WRONLY|0x40000000, 0)");
FORMATS("PROT_NONE", "mmap", "%param3", C(mmap, NULL, 0L, PROT_NONE, MAP_PRIVATE, (long)NO_FD, 0L), "PROT_NONE");
FORMATS("PROT_ and MAP_", "mmap", "%param3 %param4", C(mmap, NULL, 0L, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1L, 0L), "PROT_READ|PROT_WRITE MAP_PRIVATE|MAP_ANONYMOUS");
FORMATS("MAP_SHARED", "mmap", "%param4", C(mmap, NULL, 0L, PROT_READ, MAP_SHARED | MAP_FIXED, (long)NO_FD, 0L), "MAP_SHARED|MAP_FIXED");
FORMATS("PROT_ of mprotect", "mprotect", "%param2, %param3", C(mprotect, 1L, 4096L, PROT_READ | PROT_EXEC), "4096, PROT_READ|PROT_EXEC");
FORMATS("CLONE_ and the signal of clone", "clone", "%param1", C(clone, CLONE_SIGHAND | SIGCHLD, 0L, 0L, 0L, 0L), "CLONE_SIGHAND|SIGCHLD");
LOGS("CLONE_ of unshare", "unshare", "1", C(unshare, CLONE_FS | CLONE_FILES), "unshare(CLONE_FS|CLONE_FILES)");
FORMATS("AF_ and SOCK_", "socket", "%param1, %param2", C(socket, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 99), "AF_UNIX, SOCK_DGRAM|SOCK_CLOEXEC|SOCK_NONBLOCK");
FORMATS("MS_", "mount", "%param1 %param2 %param3 %param4", C(mount, "src", "no/a", "tmpfs", MS_RDONLY | MS_NOSUID | MS_BIND, NULL), "\"src\" \"no/a\" \"tmpfs\" MS_RDONLY|MS_NOSUID|MS_BIND");
LOGS("AT_REMOVEDIR", "unlinkat", "1", C(unlinkat, AT_FDCWD, "no/a", AT_REMOVEDIR), "unlinkat(AT_FDCWD, \"no/a\", AT_REMOVEDIR)");
LOGS("no flags", "unlinkat", "1", C(unlinkat, AT_FDCWD, "no/a", 0), "unlinkat(AT_FDCWD, \"no/a\", 0)");
LOGS("RENAME_NOREPLACE", "renameat2", "1", C(renameat2, AT_FDCWD, "no/a", AT_FDCWD, "no/b", RENAME_NOREPLACE), "renameat2(AT_FDCWD, \"no/a\", AT_FDCWD, \"no/b\", RENAME_NOREPLACE)");
FORMATS("F_SETFD", "fcntl", "%param1, %param2", C(fcntl, NO_FD, F_SETFD, (long)FD_CLOEXEC), "99, F_SETFD");
FORMATS("F_DUPFD_CLOEXEC", "fcntl", "%param1, %param2, %param3", C(fcntl, NO_FD, F_DUPFD_CLOEXEC, 5L), "99, F_DUPFD_CLOEXEC, 5");
FORMATS("PTRACE_", "ptrace", "%param1, %param2", C(ptrace, PTRACE_ATTACH, (long)NO_PID, 0L, 0L), "PTRACE_ATTACH, 2147483647");

/* Signals. */
LOGS("a signal", "kill", "1", C(kill, NO_PID, SIGTERM), "kill(2147483647, SIGTERM)");
LOGS("signal 0", "kill", "1", C(kill, NO_PID, 0), "kill(2147483647, 0)");
LOGS("a signal that is none", "kill", "1", C(kill, NO_PID, 99), "kill(2147483647, 99)");
LOGS("a signal of tgkill", "tgkill", "1", C(tgkill, NO_PID, NO_PID, SIGUSR1), "tgkill(2147483647, 2147483647, SIGUSR1)");

/* Buffers. */
LOGS("a buffer", "write", "PARAMS[1] == 99", C(write, NO_FD, "hello\n", 6L), "write(99, \"hello\\n\", 6)");
LOGS("a part of a buffer", "write", "PARAMS[1] == 99", C(write, NO_FD, "hello\n", 3L), "write(99, \"hel\", 3)");
LOGS("a buffer of 32 bytes", "write", "PARAMS[1] == 99", C(write, NO_FD, "01234567890123456789012345678901", 32L), "write(99, \"01234567890123456789012345678901\", 32)");
LOGS("a buffer of 33 bytes", "write", "PARAMS[1] == 99", C(write, NO_FD, "012345678901234567890123456789012", 33L), "write(99, \"01234567890123456789012345678901\"..., 33)");
LOGS("a buffer with a NUL", "write", "PARAMS[1] == 99", C(write, NO_FD, "a\0b", 3L), "write(99, \"a\\000b\", 3)");
LOGS("an empty buffer", "write", "PARAMS[1] == 99", C(write, NO_FD, "", 0L), "write(99, \"\", 0)");
LOGS("a null buffer", "write", "PARAMS[1] == 99", C(write, NO_FD, NULL, 5L), "write(99, <NULL>, 5)");
LOGS("a bad buffer", "write", "PARAMS[1] == 99", C(write, NO_FD, BAD, 5L), "write(99, <0x1>, 5)");
FORMATS("a buffer that is sent", "sendto", "%param1, %param2, %param3", C(sendto, NO_FD, "hi", 2L, 0, NULL, 0), "99, \"hi\", 2");
LOGS("a buffer that is read into", "read", "PARAMS[1] == 99", C(read, NO_FD, BAD, 5L), "read(99, 0x1, 5)");

/* Structs. */
LOGS("a timespec", "nanosleep", "1", C(nanosleep, ts(-1, 5), NULL), "nanosleep({tv_sec=-1, tv_nsec=5}, <NULL>)");
FORMATS("a timespec of a clock", "clock_nanosleep", "%param3", C(clock_nanosleep, 99, 0, ts(1, 0), NULL), "{tv_sec=1, tv_nsec=0}");
LOGS("a null struct", "nanosleep", "1", C(nanosleep, NULL, NULL), "nanosleep(<NULL>, <NULL>)");
LOGS("a bad struct, by BTF", "nanosleep", "1", C(nanosleep, BAD, NULL), "nanosleep(<0x1>, <NULL>)");
FORMATS("a struct in a struct", "setitimer", "%param2", C(setitimer, 99, itimer(1, 2), NULL), "{it_interval={tv_sec=0, tv_usec=0}, it_value={tv_sec=1, tv_usec=2}}");
FORMATS("a struct of unsigned long", "setrlimit", "%param2", C(setrlimit, 99, rlimit(5, 6)), "{rlim_cur=5, rlim_max=6}");

/* Socket addresses. */
LOGS("AF_INET", "connect", "1", C(connect, NO_FD, in4("127.0.0.1", 25), 16), "connect(99, {sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\"127.0.0.1\")}, 16)");
LOGS("AF_INET of bind", "bind", "1", C(bind, NO_FD, in4("10.1.2.3", 65535), 16), "bind(99, {sa_family=AF_INET, sin_port=htons(65535), sin_addr=inet_addr(\"10.1.2.3\")}, 16)");
LOGS("AF_INET6", "connect", "1", C(connect, NO_FD, in6(25), 28), "connect(99, {sa_family=AF_INET6, sin6_port=htons(25), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, \"::1\", &sin6_addr), sin6_scope_id=0}, 28)");
LOGS("AF_UNIX", "connect", "1", C(connect, NO_FD, un("/no/a"), 110), "connect(99, {sa_family=AF_UNIX, sun_path=\"/no/a\"}, 110)");
LOGS("AF_UNIX, abstract", "connect", "1", C(connect, NO_FD, un("@abc"), 6), "connect(99, {sa_family=AF_UNIX, sun_path=@\"abc\"}, 6)");
LOGS("AF_UNIX without a path", "connect", "1", C(connect, NO_FD, un(""), 2), "connect(99, {sa_family=AF_UNIX}, 2)");
LOGS("AF_NETLINK", "bind", "1", C(bind, NO_FD, nl(5, 0x11), 12), "bind(99, {sa_family=AF_NETLINK, nl_pid=5, nl_groups=0x000011}, 12)");
LOGS("a null address", "connect", "1", C(connect, NO_FD, NULL, 16), "connect(99, <NULL>, 16)");
LOGS("a bad address, by BTF", "connect", "1", C(connect, NO_FD, BAD, 16), "connect(99, <0x1>, 16)");
FORMATS("an address to send to", "sendto", "%param5", C(sendto, NO_FD, "hi", 2L, 0, in4("127.0.0.1", 53), 16), "{sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr(\"127.0.0.1\")}");
