// SPDX-License-Identifier: GPL-2.0
/*
 * The corpus: small cases of the rule language, one a row
 *
 * A row says what is loaded, what is called then, and the exact log line or the
 * exact refusal. The rows are in corpus/, a file a theme; the next case is one
 * line more there. Every row is a test by its name. What loads is read back and
 * loaded again, and must read the same then.
 *
 * corpus_test [--faults | --rules DIR] [THEME...]: all themes where none is named.
 * With --faults memory fails to come, or can't be read, at each place of each row's
 * call: see corpus/faults.h. With --rules nothing is run: the text of each row becomes
 * a file in DIR, where the parser's fuzzer finds its seeds.
 */

/* The harness is here for what sct_test.h takes from it; main() is our own. */
#pragma GCC diagnostic ignored "-Wunused-function"
/* Rows pass what a call must refuse. */
#pragma GCC diagnostic ignored "-Wnonnull"

#include <kselftest_harness.h>

#include <ctype.h>
#include <fnmatch.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <linux/fs.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/netlink.h>
#include <linux/sched.h>

#include "sct_test.h"
#include "sct_fault.h"

/**
 * struct row - one case
 * @name: of the test
 * @text: the rules; where @message is set, '@' stands before the character that
 *	the refusal names, and is taken out
 * @log: what the log holds then; NULL where it doesn't matter
 * @pattern: @log is a pattern, as fnmatch() has them
 * @value: what the statement is worth
 * @any_value: it doesn't matter
 * @signal: what ends the caller inside the statement; 0 where it returns
 * @stops: the caller stops inside the statement, and goes on by SIGCONT
 * @message: why the text is refused; NULL where it loads
 * @at_close: that is found out only when the file is closed
 *
 * In @text and in @log stand $PID, $DIR and others: see words[].
 */
struct row {
	const char *name;
	const char *text;
	const char *log;
	bool pattern;
	long value;
	bool any_value;
	int signal;
	bool stops;
	const char *message;
	bool at_close;
};

/* Memory that the caller of a statement shares with the test. */
struct outcome {
	int loaded;
	bool done;
	long value;
	/* With faults: at which place, whether it was met, whether the call failed then. */
	unsigned int nth;
	bool met;
	bool failed;
};

static enum { COUNT, WRITE, RUN, FAULTS } mode;
static unsigned int fault_step;
static const char *theme;
static const char *rules_dir;
static unsigned int nr_rows;
static struct outcome *outcome;
static struct sct_place place;
static char row_dir[64];

/* Where a word of a row gets its value. */
static char self_exe[PATH_MAX], cgroup[PATH_MAX];
static char pidns[32], mntns[32], netns[32], loginuid[32], sessionid[32];
static char pid_word[16], ppid_word[16];

static const struct {
	const char *name;
	const char *value;
} words[] = {
	/* Longer ones first where one begins another. */
	{ "$PIDNS", pidns }, { "$PID", pid_word }, { "$PPID", ppid_word },
	{ "$MNTNS", mntns }, { "$NETNS", netns }, { "$CGROUP", cgroup },
	{ "$LOGINUID", loginuid }, { "$SESSIONID", sessionid },
	{ "$DIR", row_dir }, { "$EXE", self_exe },
};

static void read_link(char *to, size_t size, const char *path)
{
	ssize_t n = readlink(path, to, size - 1);

	to[n < 0 ? 0 : n] = '\0';
}

/* The number in "pid:[4026531836]". */
static void read_ns(char *to, size_t size, const char *path)
{
	char link[64], *at;

	read_link(link, sizeof(link), path);
	at = strchr(link, '[');
	snprintf(to, size, "%lu", at ? strtoul(at + 1, NULL, 10) : 0);
}

/* An id of the audit subsystem; -1 where there is none. */
static void read_id(char *to, size_t size, const char *path)
{
	char *text = sct_read(path);

	snprintf(to, size, "%lu", text ? strtoul(text, NULL, 10) : 4294967295UL);
	free(text);
}

static void read_words(void)
{
	char *text = sct_read("/proc/self/cgroup");
	char *at = text ? strstr(text, "0::") : NULL;

	snprintf(cgroup, sizeof(cgroup), "%.*s", at ? (int)strcspn(at + 3, "\n") : 1,
		 at ? at + 3 : "/");
	free(text);
	read_link(self_exe, sizeof(self_exe), "/proc/self/exe");
	read_ns(pidns, sizeof(pidns), "/proc/self/ns/pid");
	read_ns(mntns, sizeof(mntns), "/proc/self/ns/mnt");
	read_ns(netns, sizeof(netns), "/proc/self/ns/net");
	read_id(loginuid, sizeof(loginuid), "/proc/self/loginuid");
	read_id(sessionid, sizeof(sessionid), "/proc/self/sessionid");
}

/* A copy of @text with the words in it replaced; @pid is the caller. */
static char *expand(const char *text, pid_t pid, pid_t ppid)
{
	char *out = NULL;
	size_t size, i;
	FILE *f = open_memstream(&out, &size);

	snprintf(pid_word, sizeof(pid_word), "%d", pid);
	snprintf(ppid_word, sizeof(ppid_word), "%d", ppid);
	while (*text) {
		for (i = 0; i < ARRAY_SIZE(words); i++) {
			if (!strncmp(text, words[i].name, strlen(words[i].name)))
				break;
		}
		if (i < ARRAY_SIZE(words)) {
			fputs(words[i].value, f);
			text += strlen(words[i].name);
		} else {
			fputc(*text++, f);
		}
	}
	fclose(f);
	return out;
}

/* Takes the '@' out of @text; where it stood. */
static char *take_mark(const char *text, size_t *at)
{
	char *clean = strdup(text), *mark = strchr(clean, '@');

	*at = strcspn(clean, "@");
	if (mark)
		memmove(mark, mark + 1, strlen(mark));
	return clean;
}

/* A seed for the fuzzer: the row's text in a file of the row's name. */
static void write_row(const struct row *row)
{
	char path[PATH_MAX], *text, *p;
	size_t at;

	snprintf(path, sizeof(path), "%s/%s-%03u-%s.conf", rules_dir, theme, nr_rows, row->name);
	for (p = path + strlen(rules_dir) + 1; *p; p++) {
		if (!isalnum(*p) && *p != '.' && *p != '-')
			*p = '_';
	}
	text = row->message ? take_mark(row->text, &at) :
			      expand(row->text, getpid(), getppid());
	if (sct_put(path, O_CREAT | O_TRUNC, text))
		ksft_exit_fail_msg("%s: %m\n", path);
	free(text);
}

/* Prints a text of several lines as a comment of the test. */
static void say(const char *what, const char *text)
{
	ksft_print_msg("%s:\n", what);
	while (text && *text) {
		int len = strcspn(text, "\n");

		ksft_print_msg("    %.*s\n", len, text);
		text += len + !!text[len];
	}
}

static bool differ(const char *what, const char *expected, const char *got)
{
	say(what, "");
	say("expected", expected);
	say("got", got ?: "(unreadable)");
	return false;
}

/* What the files of a row's folder are; made before its rules are in force. */
static bool make_files(void)
{
	return !mkdir(row_dir, 0777) && !chdir(row_dir) && sct_make("file") &&
	       sct_make("other") && !mkdir("dir", 0777) && sct_make("dir/inner") &&
	       !symlink("dir", "link") && !symlink("file", "filelink");
}

/* In a child: from here on the rules of the row are in force. */
static bool begin_call(const struct row *row)
{
	char *text = expand(row->text, getpid(), getppid());

	alarm(60);
	outcome->loaded = make_files() ? sct_clear_log() : -errno;
	if (!outcome->loaded)
		outcome->loaded = sct_load(text);
	if (outcome->loaded)
		_exit(1);
	/* Up to here no rule is about it, neither of the last row nor of this one. */
	prctl(PR_SET_NAME, SCT_COMM);
	return true;
}

/* In a child: the statement has returned. */
static void __noreturn end_call(long value)
{
	outcome->value = value;
	outcome->done = true;
	_exit(0);
}

static bool check_end(const struct row *row, int status, bool stopped)
{
	if (row->stops != stopped) {
		ksft_print_msg("the caller %s\n", stopped ? "stopped" : "did not stop");
		return false;
	}
	if (row->signal) {
		if (WIFSIGNALED(status) && WTERMSIG(status) == row->signal && !outcome->done)
			return true;
		ksft_print_msg("expected the end by signal %d, got status %#x\n",
			       row->signal, status);
		return false;
	}
	/* A caller that has called execve() does not come back. */
	if (!WIFEXITED(status) || (!outcome->done && !row->any_value)) {
		ksft_print_msg("the caller ended with status %#x\n", status);
		return false;
	}
	if (!row->any_value && outcome->value != row->value) {
		ksft_print_msg("expected the value %ld, got %ld\n", row->value,
			       outcome->value);
		return false;
	}
	return true;
}

static bool check_log(const struct row *row, pid_t pid)
{
	char *expected, *log;
	bool same = true;

	if (!row->log)
		return true;
	expected = expand(row->log, pid, getpid());
	log = sct_read(SCT_LOG);
	if (!log || (row->pattern ? fnmatch(expected, log, FNM_NOESCAPE) : strcmp(expected, log)))
		same = differ("the log", expected, log);
	free(expected);
	free(log);
	return same;
}

/* What is read of the rules loads, and reads the same then. */
static bool check_round_trip(void)
{
	char *first = sct_read(SCT_RULES), *second;
	bool same = true;

	if (!first || sct_load(first)) {
		say("what rules holds does not load", first);
		say("error_log", sct_last_error());
		free(first);
		return false;
	}
	second = sct_read(SCT_RULES);
	if (!second || strcmp(first, second))
		same = differ("rules reads another text, loaded again", first, second);
	free(first);
	free(second);
	return same;
}

/* In the test: waits for the child @pid, and looks at what it left. */
static void check_call(const struct row *row, pid_t pid)
{
	bool stopped = false, right;
	int status;

	waitpid(pid, &status, WUNTRACED);
	if (WIFSTOPPED(status)) {
		stopped = !outcome->done;
		kill(pid, SIGCONT);
		waitpid(pid, &status, 0);
	}
	if (outcome->loaded) {
		ksft_print_msg("load: %s\n", strerror(-outcome->loaded));
		say("error_log", sct_last_error());
		right = false;
	} else {
		right = check_end(row, status, stopped);
		right &= check_log(row, pid);
		right &= check_round_trip();
	}
	ksft_test_result(right, "%s: %s\n", theme, row->name);
}

#define SHOWN	60	/* characters before the caret, so that all of a line is shown */

/* What error_log must hold of a refusal at byte @at of @text. */
static char *expected_entry(const char *text, size_t at, const char *message)
{
	unsigned int line = 1, column = 1;
	const char *begin = text, *p;
	char *entry = NULL;
	size_t size;
	FILE *f;

	for (p = text; p < text + at; p++) {
		if (*p == '\n') {
			line++;
			column = 0;
			begin = p + 1;
		}
		/* Bytes that begin no character take no column. */
		column += (*p & 0xc0) != 0x80;
	}
	f = open_memstream(&entry, &size);
	fprintf(f, "%u:%u: %s\n", line, column, message);
	if (p - begin <= SHOWN && strcspn(begin, "\n") <= 2 * SHOWN) {
		fputs("    ", f);
		for (p = begin; *p && *p != '\n'; p++)
			fputc(iscntrl(*p) ? ' ' : *p, f);
		fprintf(f, "\n    %*s^\n", column - 1, "");
	}
	fclose(f);
	return entry;
}

/* The text is refused, with this message, and what was in force still is. */
static void check_refusal(const struct row *row)
{
	long generation = sct_number("generation");
	char *text, *expected;
	const char *entry;
	bool right;
	size_t at;
	int ret;

	text = take_mark(row->text, &at);
	expected = expected_entry(text, at, row->message);
	/* Whom close() could tell doesn't listen. */
	ret = row->at_close ? sct_put(SCT_RULES, O_TRUNC, text) : sct_load(text);
	entry = sct_last_error();
	right = ret == (row->at_close ? 0 : -EINVAL) && generation == sct_number("generation");
	if (!right)
		ksft_print_msg("load: %s\n", ret ? strerror(-ret) : "loaded");
	else if (strncmp(expected, entry, strlen(expected)))
		right = differ("error_log", expected, entry);
	ksft_test_result(right, "%s: %s\n", theme, row->name);
	free(expected);
	free(text);
}

/*
 * A kernel without BTF knows no struct: a rule on a member is refused, and the log
 * shows an address. Returns whether the row is done with.
 */
static bool check_without_types(const struct row *row)
{
	bool right;
	char *text;
	size_t at;
	int ret;

	if (!access("/sys/kernel/btf/vmlinux", F_OK))
		return false;
	if (strstr(row->text, "->")) {
		text = take_mark(row->text, &at);
		ret = sct_load(text);
		free(text);
		right = ret == -EINVAL && (row->message ||
					   strstr(sct_last_error(), "CONFIG_DEBUG_INFO_BTF"));
		if (!right)
			say("error_log", sct_last_error());
		ksft_test_result(right, "%s: %s: needs BTF\n", theme, row->name);
		return true;
	}
	if (!strstr(row->name, "by BTF") && (!row->log || !strchr(row->log, '{')))
		return false;
	ksft_test_result_skip("%s: %s: needs BTF\n", theme, row->name);
	return true;
}

#include "corpus/faults.h"

/* Whether this is the process that makes the row's call. */
static bool begin_row(const struct row *row)
{
	pid_t pid;

	nr_rows++;
	if (mode == COUNT)
		return false;
	if (mode == WRITE) {
		write_row(row);
		return false;
	}
	if (check_without_types(row))
		return false;
	if (mode == FAULTS)
		return begin_faulty_row(row);
	if (row->message) {
		check_refusal(row);
		return false;
	}

	snprintf(row_dir, sizeof(row_dir), "%s/%u", place.dir, nr_rows);
	*outcome = (struct outcome){};
	fflush(NULL);
	pid = fork();
	if (!pid)
		return begin_call(row);
	if (pid < 0)
		ksft_exit_fail_msg("fork: %m\n");
	check_call(row, pid);
	return false;
}

/* The forms of a row. A statement is C, run with the rules in force. */

#define ROW(statement, ...) do { \
	if (begin_row(&(const struct row){ __VA_ARGS__ })) \
		end_call((long)(statement)); \
} while (0)

/* How most rows log. */
#define LINE		LOG("%sname(%params)")
#define BOTH(filter)	MINE " && (" filter ")"

/* The call is logged as @line, by a filter that only this row's caller matches. */
#define LOGS(row, call, filter, statement, line) \
	ROW(statement, .name = row, .text = RULE("r", call, BOTH(filter), LINE, "before"), \
	    .log = line "\n", .any_value = true)

/* The call is made and not logged. */
#define QUIET(row, call, filter, statement) \
	ROW(statement, .name = row, .text = RULE("r", call, BOTH(filter), LINE, "before"), \
	    .log = "", .any_value = true)

/* A log_format, and the line that it makes of the call. */
#define FORMATS(row, call, format, statement, line) \
	ROW(statement, .name = row, .text = RULE("r", call, MINE, LOG(format), "before"), \
	    .log = line "\n", .any_value = true)

/* The same after the call. */
#define ENDS(row, call, filter, format, statement, line) \
	ROW(statement, .name = row, \
	    .text = RULE("r", call, BOTH(filter), LOG(format), "after"), \
	    .log = line "\n", .any_value = true)

/* The line fits a pattern, as fnmatch() has them. */
#define FITS(row, call, format, when, statement, line) \
	ROW(statement, .name = row, .text = RULE("r", call, MINE, LOG(format), when), \
	    .log = line "\n", .pattern = true, .any_value = true)

/* Whole rules; the log, and what the statement is worth. */
#define RUNS(row, rules, statement, lines, worth) \
	ROW(statement, .name = row, .text = rules, .log = lines, .value = worth)

/* One action on a call of this row's caller; what the statement is worth. */
#define ACTS(row, call, filter, action, statement, worth) \
	RUNS(row, RULE("r", call, BOTH(filter), action, "before"), statement, "", worth)

/* The caller ends by a signal, and the statement never returns. */
#define KILLS(row, rules, statement, lines, by) \
	ROW(statement, .name = row, .text = rules, .log = lines, .signal = by)

/* The caller stops in the statement; SIGCONT lets it go on. */
#define STOPS(row, rules, statement, lines, worth) \
	ROW(statement, .name = row, .text = rules, .log = lines, .stops = true, .value = worth)

/* The text is refused; '@' stands before the character that the message is about. */
#define REFUSED(row, rules, why) \
	ROW(0, .name = row, .text = rules, .message = why)

/* The same of a text that ends too early. */
#define UNCLOSED(row, rules, why) \
	ROW(0, .name = row, .text = rules, .message = why, .at_close = true)

/* A rule around the filter, the field or the action that is wrong. */
#define FILTER_OF(call, filter) \
	"rule { syscall_name = " call " rule_name = r\n" \
	"filter_expression { " filter "}\naction { type = LOG } }\n"
#define FIELD_OF(field) \
	"rule { syscall_name = unlink rule_name = r\n" field "\naction { type = LOG } }\n"
#define ACTION_OF(action, when) \
	"rule { syscall_name = unlink rule_name = r when = " when "\naction { " action "} }\n"

#include "corpus/calls.h"

static void row_variables(void)
{
#include "corpus/variables.h"
}

static void row_operators(void)
{
#include "corpus/operators.h"
}

static void row_strings(void)
{
#include "corpus/strings.h"
}

static void row_literals(void)
{
#include "corpus/literals.h"
}

static void row_params(void)
{
#include "corpus/params.h"
}

static void row_decode(void)
{
#include "corpus/decode.h"
}

static void row_structs(void)
{
#include "corpus/structs.h"
}

static void row_actions(void)
{
#include "corpus/actions.h"
}

static void row_after(void)
{
#include "corpus/after.h"
}

static void row_macros(void)
{
#include "corpus/macros.h"
}

static void row_classes(void)
{
#include "corpus/classes.h"
}

static void row_compat(void)
{
#ifdef __x86_64__
	/* A kernel without 32-bit calls, or one that is not asked. */
	if (mode != WRITE && sct_int80(NR32_getppid, 0, 0, 0, 0, 0) == -ENOSYS)
		return;
#include "corpus/compat.h"
#endif
}

static void row_errors(void)
{
#include "corpus/errors.h"
}

static const struct {
	const char *name;
	void (*rows)(void);
} themes[] = {
#define THEME(name) { #name, row_##name }
	THEME(variables), THEME(operators), THEME(strings), THEME(literals), THEME(params),
	THEME(decode), THEME(structs), THEME(actions), THEME(after), THEME(macros),
	THEME(classes), THEME(compat), THEME(errors),
};

static bool is_wanted(const char *name, char **wanted)
{
	bool all = !*wanted;

	for (; *wanted; wanted++) {
		if (!strcmp(name, *wanted))
			return true;
	}
	return all;
}

static void go_through(char **wanted)
{
	size_t i;

	nr_rows = 0;
	for (i = 0; i < ARRAY_SIZE(themes); i++) {
		theme = themes[i].name;
		if (is_wanted(theme, wanted))
			themes[i].rows();
	}
}

static void setup(void)
{
	static struct __test_results results;
	static struct __test_metadata meta = { .name = "corpus", .results = &results };

	if (!setjmp(meta.env))
		sct_setup(&meta, &place);
	if (meta.exit_code == KSFT_SKIP)
		ksft_exit_skip("%s\n", results.reason);
	if (meta.aborted || meta.exit_code)
		ksft_exit_fail_msg("no place to work in\n");
	/* The test itself is none of those that rules are about. */
	prctl(PR_SET_NAME, "corpus_test");
	outcome = sct_shared(sizeof(*outcome));
	if (!outcome)
		ksft_exit_fail_msg("no memory: %m\n");
	read_words();
}

int main(int argc, char **argv)
{
	bool faults = argc > 1 && !strcmp(argv[1], "--faults");

	/* What a row's execve() runs. */
	if (argc == 2 && !strcmp(argv[1], "--nothing"))
		return 0;

	if (argc > 2 && !strcmp(argv[1], "--rules")) {
		rules_dir = argv[2];
		mode = WRITE;
		read_words();
		snprintf(row_dir, sizeof(row_dir), "/tmp");
		go_through(argv + 3);
		return 0;
	}

	ksft_print_header();
	argv += faults;
	if (faults && !access(SCT_RULES, F_OK) && !sct_fault_setup())
		ksft_exit_skip("a kernel that can't inject faults into a call\n");
	setup();
	fault_step = sct_scaled(100) < 100 ? 7 : 1;
	mode = COUNT;
	go_through(argv + 1);
	ksft_set_plan(nr_rows);
	mode = faults ? FAULTS : RUN;
	go_through(argv + 1);
	if (faults)
		sct_fault_teardown();
	if (chdir("/"))
		ksft_perror("/");
	sct_teardown(&place);
	ksft_finished();
}
