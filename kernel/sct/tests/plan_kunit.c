// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of plans: with one, the same rules match as without
 *
 * Tables of rules at random, and calls at random: what the plan finds is compared with
 * what the program of each filter says, asked one by one in the table's order. So it
 * is the questions of a filter that are tested too, and in which order they are asked.
 */

#include <kunit/test.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/kconfig.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/sched.h>
#include <linux/seq_buf.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../parse.h"
#include "../plan.h"
#include "../table.h"

#define TABLES		200
#define CALLS		(IS_ENABLED(CONFIG_KASAN) ? 500 : 20000)	/* for each table */
#define MAX_RULES	400
#define MAX_MATCHES	64

struct plan_test {
	struct rnd_state rnd;
	struct sct_parser *parser;
	struct sct_table *table;
	struct sct_call call;
	struct seq_buf text;
	char buf[SZ_4K];
	unsigned int nr_words;		/* strings that there are: few, or many */
	unsigned int nr_numbers;
	bool by_name;			/* rules ask about the name first, and before the call */
	unsigned int quick;		/* calls that a quick no is there for */
	unsigned int quick_no;		/* those that got it */
};

static u32 pick(struct plan_test *t, u32 below)
{
	return prandom_u32_state(&t->rnd) % below;
}

/* Strings that often begin or end alike. */
static void put_word(struct plan_test *t, char *word, size_t size)
{
	static const char *const parts[] = { "", "/", "a", "/tmp/", "/etc", "b", "passwd", "x/" };
	u32 n = pick(t, t->nr_words);

	snprintf(word, size, "%s%s%s", parts[n % 8], parts[n / 8 % 8],
		 n >= 64 ? parts[n / 64 % 8] : "");
	if (n >= 512)
		snprintf(word + strlen(word), size - strlen(word), "%u", n / 512);
}

static void put_number(struct plan_test *t)
{
	static const char *const odd[] = { "-1", "4294967295", "0xffffffffffffffff",
					   "2147483648", "-2147483648", "0u" };

	if (pick(t, 8))
		seq_buf_printf(&t->text, "%u", pick(t, t->nr_numbers));
	else
		seq_buf_puts(&t->text, odd[pick(t, ARRAY_SIZE(odd))]);
}

/* openat: int dfd, const char *filename, int flags, umode_t mode */
static void put_number_operand(struct plan_test *t)
{
	switch (pick(t, 8)) {
	case 0 ... 1:
		seq_buf_puts(&t->text, "PARAMS[1]");
		break;
	case 2 ... 3:
		seq_buf_puts(&t->text, "PARAMS[3]");
		break;
	case 4:
		seq_buf_puts(&t->text, "(PARAMS[3] & 6)");
		break;
	case 5:
		seq_buf_puts(&t->text, "PARAMS[4]");
		break;
	case 6:
		seq_buf_puts(&t->text, "UID");
		break;
	default:
		seq_buf_puts(&t->text, "(PARAMS[1] + PARAMS[4])");
		break;
	}
}

static void put_number_question(struct plan_test *t)
{
	static const char *const signs[] = { "==", "==", "==", "==", "!=", "<", ">=", ">" };
	const char *sign = signs[pick(t, ARRAY_SIZE(signs))];
	u32 n;

	switch (pick(t, 8)) {
	case 0:
		put_number(t);
		seq_buf_printf(&t->text, " %s ", sign);
		put_number_operand(t);
		break;
	case 1:
		put_number_operand(t);
		break;
	case 2:
		put_number_operand(t);
		seq_buf_puts(&t->text, " in (");
		for (n = pick(t, 4); ; n--) {
			put_number(t);
			if (!n)
				break;
			seq_buf_puts(&t->text, ", ");
		}
		seq_buf_puts(&t->text, ")");
		break;
	case 3:
		seq_buf_printf(&t->text, "%u", pick(t, 2));
		break;
	default:
		put_number_operand(t);
		seq_buf_printf(&t->text, " %s ", sign);
		put_number(t);
		break;
	}
}

static void put_string_question(struct plan_test *t)
{
	static const char *const signs[] = {
		"==", "==", "==", "startswith", "endswith", "glob", "!=", "~=",
	};
	u32 which = pick(t, ARRAY_SIZE(signs)), n;
	char word[64], more[64];

	put_word(t, word, sizeof(word));
	put_word(t, more, sizeof(more));
	if (!pick(t, 8)) {
		seq_buf_puts(&t->text, pick(t, 2) ? "PARAMS[2] in (" : "COMM in (");
		for (n = pick(t, 4); n; n--) {
			seq_buf_printf(&t->text, "\"%s\", ", word);
			put_word(t, word, sizeof(word));
		}
		seq_buf_printf(&t->text, "\"%s\")", more);
	} else if (!pick(t, 12)) {
		seq_buf_printf(&t->text, "\"%s\" %s PARAMS[2]", word, signs[which]);
	} else if (!strcmp(signs[which], "glob")) {
		static const char *const marks[] = { "*", "?", "[a-z]", "" };

		seq_buf_printf(&t->text, "PARAMS[2] glob \"%s%s%s\"", word,
			       marks[pick(t, ARRAY_SIZE(marks))], more);
	} else {
		seq_buf_printf(&t->text, "PARAMS[2] %s \"%s\"", signs[which], word);
	}
}

/* No recursion: a level of parentheses around each. */
static void put_filter(struct plan_test *t)
{
	u32 groups = 1 + pick(t, 3), i, j, n;

	if (t->by_name) {
		put_string_question(t);
		if (!pick(t, 3))
			return;
		seq_buf_puts(&t->text, pick(t, 12) ? " && " : " || ");
		groups = 1;
	}
	for (i = 0; i < groups; i++) {
		if (i)
			seq_buf_puts(&t->text, pick(t, 4) ? " && " : " || ");
		if (!pick(t, 6))
			seq_buf_putc(&t->text, '!');
		seq_buf_putc(&t->text, '(');
		n = 1 + !pick(t, 3) + !pick(t, 6);
		for (j = 0; j < n; j++) {
			if (j)
				seq_buf_puts(&t->text, pick(t, 3) ? " || " : " && ");
			if (pick(t, 2))
				put_number_question(t);
			else
				put_string_question(t);
		}
		seq_buf_putc(&t->text, ')');
		if (!pick(t, 16))
			seq_buf_puts(&t->text, " + 1 == 2");
	}
}

static void add_rule(struct kunit *test, unsigned int i)
{
	struct plan_test *t = test->priv;
	bool proceeds = !pick(t, 2);
	struct sct_source src;
	struct sct_rule *rule;
	int ret;

	seq_buf_clear(&t->text);
	seq_buf_printf(&t->text, "rule { syscall_name = openat rule_name = r%u when = %s", i,
		       t->by_name || pick(t, 4) ? "before" : "after");
	seq_buf_puts(&t->text, proceeds ? " action { type = LOG } continue = yes" :
					  " action { type = RETURN value = 1 }");
	if (t->by_name || pick(t, 32)) {
		seq_buf_puts(&t->text, " filter_expression { ");
		put_filter(t);
		seq_buf_puts(&t->text, " }");
	}
	seq_buf_puts(&t->text, " }");
	seq_buf_str(&t->text);
	src = (struct sct_source){
		.text = t->buf,
		.end = t->buf + t->text.len,
		.line = 1,
		.column = 1,
	};
	t->parser->err = (struct sct_error){};
	t->parser->nr_warnings = 0;
	ret = sct_parse_item(t->parser, &src, t->buf, &rule);
	KUNIT_ASSERT_EQ_MSG(test, ret, 0, "%s: %s", t->buf, t->parser->err.what);
	ret = sct_table_add(t->table, rule);
	sct_rule_put(rule);
	KUNIT_ASSERT_EQ(test, ret, 0);
}

static void set_call(struct kunit *test, const struct sct_syscall *desc, enum sct_when when)
{
	struct plan_test *t = test->priv;
	unsigned long args[6] = {};
	struct filename *name;
	char word[64];

	sct_call_release(&t->call);
	args[0] = pick(t, 16) ? pick(t, t->nr_numbers) : -1UL;
	args[1] = 0x1000;
	args[2] = pick(t, 16) ? pick(t, t->nr_numbers) : 0x80000000;
	args[3] = pick(t, t->nr_numbers);
	sct_call_init(&t->call, desc, args);
	t->call.when = when;
	put_word(t, word, sizeof(word));
	name = pick(t, 20) ? getname_kernel(word) : ERR_PTR(-EFAULT);
	KUNIT_ASSERT_PTR_NE(test, name, ERR_PTR(-ENOMEM));
	t->call.names[1] = name;
	t->call.fetched = BIT(1);
}

/* The rules that match, one by one, by their programs. */
static u32 match_plain(const struct sct_link *links, u32 nr, struct sct_call *call, u32 *matches)
{
	u32 i, n = 0;

	for (i = 0; i < nr && n < MAX_MATCHES; i++) {
		const struct sct_filter *filter = links[i].filter;

		if (filter && !sct_program_run(filter, 0, filter->nr - 1, call))
			continue;
		matches[n++] = i;
		if (!links[i].rule->proceed)
			break;
	}
	return n;
}

static u32 match_plan(const struct sct_plan *plan, const struct sct_link *links, u32 nr,
		      struct sct_call *call, u32 *matches)
{
	const struct sct_link *link = sct_plan_first(plan, links, nr, call);
	u32 n = 0;

	for (; link && n < MAX_MATCHES; link = sct_plan_next(plan, links, nr, call)) {
		matches[n++] = link - links;
		if (!link->rule->proceed)
			break;
	}
	return n;
}

/* The name itself must not tell that no rule matches where one does. */
static void compare_quick(struct kunit *test, const struct sct_chain *chain, u32 n)
{
	struct plan_test *t = test->priv;
	const struct sct_quick *quick = &chain->quick;
	const struct filename *name = t->call.names[1];
	unsigned long word;

	if (chain->way != SCT_WAY_QUICK || IS_ERR(name))
		return;
	KUNIT_EXPECT_EQ(test, quick->param, 1);
	word = load_unaligned_zeropad(name->name);
	if (!(u8)word)
		return;
	t->quick++;
	if (!sct_quick_no(quick, name->name, word))
		return;
	t->quick_no++;
	if (n)
		KUNIT_FAIL(test, "a quick no to \"%s\", and %u rules match: %.*s", name->name, n,
			   (int)chain->links[0].rule->text_len, chain->links[0].rule->text);
}

static unsigned int compare(struct kunit *test, const struct sct_chain *chain,
			    enum sct_when when)
{
	const struct sct_link *links = sct_chain_links(chain, when);
	const struct sct_plan *plan = chain->plan[when];
	u32 want[MAX_MATCHES], got[MAX_MATCHES], n, m, i;
	struct plan_test *t = test->priv;

	set_call(test, chain->desc, when);
	n = match_plain(links, chain->nr[when], &t->call, want);
	if (when == SCT_BEFORE)
		compare_quick(test, chain, n);
	if (!plan)
		return 0;
	m = match_plan(plan, links, chain->nr[when], &t->call, got);
	for (i = 0; i < n && i < m && want[i] == got[i]; i++)
		;
	if (n == m && i == n)
		return 1;
	KUNIT_FAIL(test, "match %u of %u and %u: rule %u, with a plan %u: %.*s", i, n, m,
		   i < n ? want[i] : U32_MAX, i < m ? got[i] : U32_MAX,
		   (int)links[i < n ? want[i] : got[i]].rule->text_len,
		   links[i < n ? want[i] : got[i]].rule->text);
	return 1;
}

static void plan_same_matches(struct kunit *test)
{
	const struct sct_syscall *desc[] = {
		sct_syscall_by_name(SCT_ABI_NATIVE, "openat", 6),
		sct_syscall_by_name(SCT_ABI_COMPAT, "openat", 6),
	};
	struct plan_test *t = test->priv;
	unsigned int table, i, rules, compared = 0;
	const struct sct_chain *chain;

	for (table = 0; table < TABLES; table++) {
		prandom_seed_state(&t->rnd, table);
		t->nr_words = 8 << pick(t, 8);
		t->nr_numbers = 2 << pick(t, 8);
		t->table = sct_table_new(NULL);
		KUNIT_ASSERT_NOT_NULL(test, t->table);
		rules = 1 + pick(t, 8 << pick(t, 6));
		for (i = 0; i < rules; i++)
			add_rule(test, i);
		KUNIT_ASSERT_EQ(test, sct_table_finish(t->table), 0);
		for (i = 0; i < CALLS; i++) {
			const struct sct_syscall *d = desc[pick(t, 4) == 0];

			chain = d ? t->table->chains[d->abi][d->nr] : NULL;
			if (chain)
				compared += compare(test, chain, !pick(t, 4));
			if (test->status == KUNIT_FAILURE)
				break;
		}
		sct_table_discard(t->table);
		t->table = NULL;
		cond_resched();
		if (test->status == KUNIT_FAILURE)
			return;
	}
	kunit_info(test, "%u calls compared", compared);
	KUNIT_EXPECT_GT(test, compared, TABLES * CALLS / 5);
}

/* What one look at the name tells is what all rules say, of tables small and large. */
static void plan_quick_no(struct kunit *test)
{
	const struct sct_syscall *desc = sct_syscall_by_name(SCT_ABI_NATIVE, "openat", 6);
	struct plan_test *t = test->priv;
	unsigned int table, i, rules;
	const struct sct_chain *chain;

	KUNIT_ASSERT_NOT_NULL(test, desc);
	t->by_name = true;
	for (table = 0; table < 4 * TABLES && test->status != KUNIT_FAILURE; table++) {
		prandom_seed_state(&t->rnd, table);
		t->nr_words = 8 << pick(t, 8);
		t->nr_numbers = 2 << pick(t, 3);
		t->table = sct_table_new(NULL);
		KUNIT_ASSERT_NOT_NULL(test, t->table);
		rules = 1 + pick(t, table % 4 ? SCT_QUICK_WORDS : 16);
		for (i = 0; i < rules; i++)
			add_rule(test, i);
		KUNIT_ASSERT_EQ(test, sct_table_finish(t->table), 0);
		chain = t->table->chains[SCT_ABI_NATIVE][desc->nr];
		for (i = 0; chain && i < CALLS / 50; i++)
			compare(test, chain, SCT_BEFORE);
		sct_table_discard(t->table);
		t->table = NULL;
		cond_resched();
	}
	kunit_info(test, "%u calls, a quick no to %u", t->quick, t->quick_no);
	KUNIT_EXPECT_GT(test, t->quick, 2 * t->quick_no / 3);
	KUNIT_EXPECT_GT(test, t->quick_no, TABLES * CALLS / 200);
}

static int plan_init(struct kunit *test)
{
	struct plan_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	if (!t)
		return -ENOMEM;
	test->priv = t;
	seq_buf_init(&t->text, t->buf, sizeof(t->buf));
	t->parser = sct_parser_new();
	return t->parser ? 0 : -ENOMEM;
}

static void plan_exit(struct kunit *test)
{
	struct plan_test *t = test->priv;

	if (!t)
		return;
	if (t->table)
		sct_table_discard(t->table);
	sct_parser_free(t->parser);
	sct_call_release(&t->call);
}

static struct kunit_case sct_plan_cases[] = {
	KUNIT_CASE_SLOW(plan_same_matches),
	KUNIT_CASE_SLOW(plan_quick_no),
	{}
};

static struct kunit_suite sct_plan_suite = {
	.name = "sct_plan",
	.init = plan_init,
	.exit = plan_exit,
	.test_cases = sct_plan_cases,
};

kunit_test_suites(&sct_plan_suite);
