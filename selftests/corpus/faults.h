/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Rows with faults: each call of a row is made once for each place at which memory
 * can fail to come, or not be readable
 *
 * Then it must fail, or be what the row says; an event is logged or told as lost.
 * And each row's rules are loaded with a fault: all of them are in force, or none.
 * A slow kernel tries each seventh place, another one for each row.
 */

#define MOST_FAULTS	20	/* places in a call */

/* Makes a row's call, with a fault where the row is to have one. */
static long row_end(long ret, bool armed)
{
	if (armed && sct_fault_disarm()) {
		outcome->met = true;
		if (ret < 0)
			outcome->failed = true;
	}
	return ret;
}

static inline bool row_arm(void)
{
	return mode == FAULTS && sct_fault_arm(outcome->nth);
}

static long row_call(long nr, long a, long b, long c, long d, long e, long f)
{
	bool armed = row_arm();

	return row_end(sct_call(nr, a, b, c, d, e, f), armed);
}

#ifdef __x86_64__
static inline long row_int80(long nr, long a, long b, long c, long d, long e)
{
	bool armed = row_arm();

	return row_end(sct_int80(nr, a, b, c, d, e), armed);
}
#endif

/* Every line that the row expects is in the log, or the log says what is missing. */
static bool is_told(const struct row *row, pid_t pid)
{
	char *log, *expected, *line, *rest;
	bool told = true;

	if (!row->log || row->pattern)
		return true;
	log = sct_read(SCT_LOG);
	expected = expand(row->log, pid, getpid());
	/* Other lines may be of how the fault was asked for. */
	for (line = strtok_r(expected, "\n", &rest); log && line;
	     line = strtok_r(NULL, "\n", &rest)) {
		if (!strstr(log, line) && !strstr(log, " lost --") && !strstr(log, "<0x"))
			told = differ("the log", line, log);
	}
	free(expected);
	free(log);
	return told;
}

/*
 * The call has run, and the rules behind it could not look: its result is its own,
 * and the log says so.
 */
static bool is_lost_after(const struct row *row)
{
	char *log = sct_read(SCT_LOG);
	bool lost = log && strstr(log, " lost --") && !strstr(row->text, "when = before");

	free(log);
	return lost;
}

static bool check_faulty_call(const struct row *row, pid_t pid)
{
	int status;

	waitpid(pid, &status, 0);
	if (outcome->loaded) {
		ksft_print_msg("load: %s\n", strerror(-outcome->loaded));
		return false;
	}
	/* An error: nothing got through. */
	if (outcome->failed)
		return true;
	if (outcome->met && is_lost_after(row))
		return true;
	if (check_end(row, status, false) && is_told(row, pid))
		return true;
	ksft_print_msg("with a fault at place %u%s\n", outcome->nth,
		       outcome->met ? "" : ", which there is none of");
	return false;
}

/* The rules are in force or they are not, as the load said. */
static bool check_faulty_load(const struct row *row)
{
	unsigned int nth = nr_rows * 37 % 61 + 1;
	char *text;
	size_t at;
	int ret;

	text = row->message ? take_mark(row->text, &at) :
			      expand(row->text, getpid(), getppid());
	ret = sct_load("");
	if (!ret && sct_fault_arm(nth)) {
		ret = sct_load(text);
		sct_fault_disarm();
		if (!ret == !sct_number("nr_rules") || (!ret && row->message)) {
			ksft_print_msg("the load with a fault at place %u: %d, and then %ld rules\n",
				       nth, ret, sct_number("nr_rules"));
			free(text);
			return false;
		}
	}
	free(text);
	return !sct_load("");
}

/* Whether this is a process that makes the row's call. */
static bool begin_faulty_row(const struct row *row)
{
	unsigned int nth = 1 + nr_rows % fault_step;
	bool right = true;
	pid_t pid;

	outcome->met = !row->message && !row->stops;
	for (; right && outcome->met && nth <= MOST_FAULTS; nth += fault_step) {
		*outcome = (struct outcome){ .nth = nth };
		snprintf(row_dir, sizeof(row_dir), "%s/%u-%u", place.dir, nr_rows, nth);
		fflush(NULL);
		pid = fork();
		if (!pid)
			return sct_fault_open() && begin_call(row);
		if (pid < 0)
			ksft_exit_fail_msg("fork: %m\n");
		right = check_faulty_call(row, pid);
	}
	/* A text that ends too early is not in force before it is closed. */
	right &= row->at_close || check_faulty_load(row);
	ksft_test_result(right, "%s: %s\n", theme, row->name);
	return false;
}
