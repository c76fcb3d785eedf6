/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the statements of rows are made of: calls, and what they are passed
 *
 * A row's caller stands in a folder of its own, $DIR, with the files "file",
 * "other" and "dir/inner", a link "link" to dir and a link "filelink" to file.
 */

/* A call by its name, and what the kernel answered. */
#define C(call, ...)	C_(SYS_##call, ##__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define C_(nr, a, b, c, d, e, f, ...) \
	row_call(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

/* One that is made before the call that counts, whose value is the statement's. */
#define THEN(first, second)	((void)(first), (second))

#define BAD		((void *)1)	/* no address that can be read */
#define NO_FD		99
#define NO_PID		0x7fffffff
/* A descriptor of a number that rows can name: 40. */
#define FD(path, flags)	dup2(open(path, (flags) | O_CLOEXEC), 40)

#ifdef __x86_64__
/* Numbers of the 32-bit table, and a call by one of them. */
enum {
	NR32_unlink		= 10,
	NR32_lseek		= 19,
	NR32_kill		= 37,
	NR32_rename		= 38,
	NR32_mkdir		= 39,
	NR32_getppid		= 64,
	NR32_setpgid		= 57,
	NR32_ftruncate		= 93,
	NR32_socketcall		= 102,
	NR32_ipc		= 117,
	NR32_nanosleep		= 162,
	NR32_openat		= 295,
	NR32_unlinkat		= 301,
};

#define C32(nr, ...)		C32_(NR32_##nr, ##__VA_ARGS__, 0, 0, 0, 0, 0)
#define C32_(nr, a, b, c, d, e, ...) \
	row_int80(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e))

static inline long low(const void *from, size_t len)
{
	char *at = mmap(NULL, len, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	return at == MAP_FAILED ? 0 : (long)memcpy(at, from, len);
}

#define LOW(text)		((long)sct_low(text))
#define LOW_WORDS(...)		low((const unsigned int []){ __VA_ARGS__ }, \
				    sizeof((const unsigned int []){ __VA_ARGS__ }))
#endif

static inline const struct sockaddr_in *in4(const char *addr, unsigned int port)
{
	static struct sockaddr_in to;
	unsigned char *byte = (unsigned char *)&to.sin_addr;

	to = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = __builtin_bswap16(port) };
	if (sscanf(addr, "%hhu.%hhu.%hhu.%hhu", byte, byte + 1, byte + 2, byte + 3) != 4)
		abort();
	return &to;
}

/* ::1 */
static inline const struct sockaddr_in6 *in6(unsigned int port)
{
	static struct sockaddr_in6 to;

	to = (struct sockaddr_in6){ .sin6_family = AF_INET6,
				    .sin6_port = __builtin_bswap16(port) };
	to.sin6_addr.s6_addr[15] = 1;
	return &to;
}

static inline const struct sockaddr_un *un(const char *path)
{
	static struct sockaddr_un to;

	to = (struct sockaddr_un){ .sun_family = AF_UNIX };
	/* "@name" is one of the abstract names. */
	snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	if (*path == '@')
		*to.sun_path = '\0';
	return &to;
}

static inline const struct sockaddr_nl *nl(unsigned int pid, unsigned int groups)
{
	static struct sockaddr_nl to;

	to = (struct sockaddr_nl){ .nl_family = AF_NETLINK, .nl_pid = pid,
				   .nl_groups = groups };
	return &to;
}

static inline const struct timespec *ts(long sec, long nsec)
{
	static struct timespec at;

	at = (struct timespec){ sec, nsec };
	return &at;
}

static inline const struct itimerval *itimer(long sec, long usec)
{
	static struct itimerval at;

	at = (struct itimerval){ { 0, 0 }, { sec, usec } };
	return &at;
}

static inline const struct rlimit *rlimit(unsigned long cur, unsigned long max)
{
	static struct rlimit at;

	at = (struct rlimit){ cur, max };
	return &at;
}

/* A terminal of its own for the caller. */
static inline int take_terminal(void)
{
	int fd = open("/dev/ptmx", O_RDWR | O_NOCTTY), zero = 0, slave;

	if (fd < 0 || ioctl(fd, TIOCSPTLCK, &zero) || setsid() < 0)
		return -1;
	slave = ioctl(fd, TIOCGPTPEER, O_RDWR | O_NOCTTY);
	return ioctl(slave, TIOCSCTTY, 0);
}

static inline int take_name(const char *name)
{
	return prctl(PR_SET_NAME, name);
}

static inline void *unlink_in_thread(void *arg)
{
	return (void *)C(unlink, "a");
}

static inline long in_thread(void)
{
	pthread_t thread;
	void *ret;

	if (pthread_create(&thread, NULL, unlink_in_thread, NULL) || pthread_join(thread, &ret))
		return -EAGAIN;
	return (long)ret;
}

/* What @fn does in a child of the caller; its wait status. */
static inline int in_child(int (*fn)(void))
{
	pid_t pid = fork();
	int status;

	if (!pid)
		_exit(fn());
	waitpid(pid, &status, 0);
	return status;
}

static inline int unlink_file_as_other(void)
{
	take_name("other");
	return C(unlink, "file") != 0;
}

/* Of a path that the answer is written over. */
static inline long readlink_over_itself(void)
{
	char *path = strdup("link");

	return C(readlink, path, path, 3);
}

/* The permission bits of a file. */
static inline int mode_of(const char *name)
{
	struct stat st;

	return lstat(name, &st) ? -errno : (int)(st.st_mode & 07777);
}

/* A call that a rule on all of them refuses, by a caller that must end all the same. */
static inline int refused_as_other(void)
{
	take_name("other");
	return C(getppid) != -EACCES;
}

static inline int unlink_in_child(void)
{
	return C(unlink, "a") != 0;
}

static inline long exec_nothing(void)
{
	const char * const argv[] = { "corpus_test", "--nothing", NULL };
	const char * const envp[] = { NULL };

	return C(execve, "/proc/self/exe", argv, envp);
}
