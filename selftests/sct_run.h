/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A process that a test looks at while it runs: whether it waits or stands, signals for
 * it, and its end
 *
 * To be included after sct_test.h.
 */

#ifndef SCT_RUN_H
#define SCT_RUN_H

/* Milliseconds that a test waits for what must come; an emulator is slow. */
#define PATIENCE	20000

#define WAIT(condition) ({ \
	long __until = sct_ms() + PATIENCE; \
	bool __is = false; \
	\
	while (!(__is = (condition)) && sct_ms() < __until) \
		usleep(1000); \
	__is; \
})

/**
 * struct run - what a test shares with the process
 * @ret: result of the call in question
 * @step: how far it is
 * @signals: handlers that have begun
 * @seen: whether a handler has seen the file
 * @go: it may go on
 * @inner: results of a handler's calls
 * @nr: number of the call
 * @int80: it is a 32-bit call
 * @name: where the call's path is
 * @buf: where data go
 * @args: where a call's parameters are
 * @handler: of SIGUSR1; where there is one, SIGUSR2 has one as well
 * @flags: of that handler; the other's are 0
 */
struct run {
	long ret;
	int step;
	int signals;
	bool seen;
	int go;
	long inner[4];
	long nr;
	bool int80;
	char name[16];
	char buf[8];
	unsigned int args[8];
	void (*handler)(int sig);
	int flags;
};

/* For handlers. */
static struct run *run;

/* Where 32-bit calls reach it too. */
static inline struct run *run_new(void)
{
	void *at = mmap(NULL, sizeof(struct run), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	return at == MAP_FAILED ? NULL : at;
}

static inline void set_name(struct run *r, const char *name)
{
	snprintf(r->name, sizeof(r->name), "%s", name);
}

static inline void set_handler(int sig, void (*handler)(int sig), int flags)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };

	sigaction(sig, &action, NULL);
}

static inline void count_run(int sig)
{
	run->signals++;
}

/* Forks a child that runs @fn; it dies with the test. */
static inline pid_t start(int (*fn)(struct run *), struct run *r)
{
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	run = r;
	if (r->handler) {
		set_handler(SIGUSR1, r->handler, r->flags);
		set_handler(SIGUSR2, count_run, 0);
	}
	_exit(fn(r));
}

/* What a child left: its exit code, or 128 and the signal; -1 where it doesn't end. */
static inline int finish(pid_t pid)
{
	long until = sct_ms() + PATIENCE;
	int status;
	pid_t got;

	for (;;) {
		got = waitpid(pid, &status, WNOHANG);
		if (got || sct_ms() > until)
			break;
		usleep(1000);
	}
	if (!got) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		return -1;
	}
	if (got != pid)
		return -2;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* The state of a task as /proc has it, '?' where there is none. */
static inline char state_of(pid_t pid)
{
	char path[64], *text, *at, state = '?';

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	text = sct_read(path);
	at = text ? strrchr(text, ')') : NULL;
	if (at && at[1] && at[2])
		state = at[2];
	free(text);
	return state;
}

#define wait_state(pid, state)	WAIT(state_of(pid) == (state))

/* Whether it waits in the call of that number. */
static inline bool is_blocked(pid_t pid, long nr)
{
	char path[64], *text;
	bool ret;

	snprintf(path, sizeof(path), "/proc/%d/syscall", pid);
	text = sct_read(path);
	ret = text && *text >= '0' && *text <= '9' && atol(text) == nr && state_of(pid) == 'S';
	free(text);
	return ret;
}

/* Stops it and lets it go on. */
static inline bool stop_and_go(pid_t pid)
{
	return !kill(pid, SIGSTOP) && wait_state(pid, 'T') && !kill(pid, SIGCONT);
}

/* Sends it a signal; the handler has begun. */
static inline bool interrupt(struct run *r, pid_t pid, int sig)
{
	int before = r->signals;

	return !kill(pid, sig) && WAIT(r->signals > before);
}

#endif /* SCT_RUN_H */
