// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parser of rules
 *
 * One item of the top level at a time, whose text is whole. Pure but for the
 * memory of the rule: no locks, no user memory, no task. The grammar is in
 * Documentation/admin-guide/sct/rules.rst.
 */

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "draft.h"

/**
 * sct_fail - record an error
 * @ps: the parser
 * @at: where it is
 * @what: what is wrong, and what was expected
 *
 * Return: -EINVAL.
 */
int sct_fail(struct sct_parser *ps, const char *at, const char *what)
{
	sct_error_at(&ps->err, &ps->lx.src, at, "%s", what);
	return -EINVAL;
}

/**
 * sct_fail_word - record that the token is not what it should be
 * @ps: the parser
 * @what: what is wrong with it
 * @expected: what was expected
 * @near: the words it could have been, or NULL
 *
 * Return: -EINVAL.
 */
int sct_fail_word(struct sct_parser *ps, const char *what, const char *expected,
		  const struct sct_nearest *near)
{
	const struct sct_token *tok = &ps->lx.tok;
	char hint[80];

	if (tok->type == SCT_TOKEN_END)
		sct_error_at(&ps->err, &ps->lx.src, tok->at,
			     "the text ends here; expected %s", expected);
	else
		sct_error_at(&ps->err, &ps->lx.src, tok->at,
			     "%s \"%.*s\"; expected %s%s", what,
			     (int)min_t(size_t, tok->len, SCT_MAX_NAME), tok->at, expected,
			     near ? sct_nearest_hint(near, hint, sizeof(hint)) : "");
	return -EINVAL;
}

/* The one to go where all places are taken, made the last: a grave one if all are. */
static struct sct_error *sct_warning_to_go(struct sct_parser *ps)
{
	struct sct_error *last = &ps->warnings[SCT_MAX_ERRORS - 1];
	struct sct_error *goes = last, saved;

	while (goes > ps->warnings && goes->grave)
		goes--;
	if (goes->grave)
		return last;
	saved = *goes;
	memmove(goes, goes + 1, (last - goes) * sizeof(*goes));
	*last = saved;
	return last;
}

/**
 * sct_warning_new - find a place for a warning
 * @ps: the parser; it keeps the first few
 * @grave: it takes the place of one that is not, where there is no other
 *
 * Return: the place, empty but for its weight; NULL where there is none.
 */
struct sct_error *sct_warning_new(struct sct_parser *ps, bool grave)
{
	struct sct_error *warning;

	if (ps->nr_warnings < SCT_MAX_ERRORS) {
		warning = &ps->warnings[ps->nr_warnings++];
	} else {
		ps->left_out++;
		if (!grave)
			return NULL;
		warning = sct_warning_to_go(ps);
		if (warning->grave)
			return NULL;
	}
	*warning = (struct sct_error){ .grave = grave };
	return warning;
}

/**
 * sct_warn - record what an author should know of a rule that loads nevertheless
 * @ps: the parser
 * @grave: what the rule decides may not hold
 * @at: what of the rule it is about
 * @fmt: what to say, behind "warning: "
 */
void sct_warn(struct sct_parser *ps, bool grave, const char *at, const char *fmt, ...)
{
	struct sct_error *warning = sct_warning_new(ps, grave);
	char text[SCT_ERROR_TEXT];
	va_list args;

	if (!warning)
		return;
	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	sct_error_at(warning, &ps->lx.src, at, "warning: %s", text);
}

/**
 * sct_warnings_end - the load has no more warnings: say how many were left out
 * @ps: the parser
 *
 * That is said in the last place, and where the warning stands that had it.
 */
void sct_warnings_end(struct sct_parser *ps)
{
	struct sct_error *last;

	if (!ps->left_out)
		return;
	last = sct_warning_to_go(ps);
	snprintf(last->what, sizeof(last->what),
		 "warning: and %u more warnings%s; expected fewer rules in one load to see them all",
		 ps->left_out + 1, last->grave ? ", of rules that decide among them" : "");
	ps->left_out = 0;
}

/* Reads a keyword, what stands behind it, and its value. */
static int sct_parse_keyword(struct sct_draft *draft, const struct sct_keyword *fields,
			     size_t nr, const char *expected)
{
	struct sct_parser *ps = draft->ps;
	struct sct_lexer *lx = &ps->lx;
	struct sct_nearest near;
	const char *behind;
	size_t i;
	int ret;

	sct_nearest_init(&near, lx->tok.at, lx->tok.len);
	for (i = 0; i < nr; i++) {
		if (sct_token_is(&lx->tok, fields[i].name))
			break;
		sct_nearest_try(&near, fields[i].name);
	}
	if (i == nr)
		return sct_fail_word(ps, "unknown word", expected,
				     lx->tok.type == SCT_TOKEN_WORD ? &near : NULL);

	draft->field_at = lx->tok.at;
	behind = lx->p;
	ret = sct_lex(lx);
	if (ret)
		return ret;
	if (lx->tok.type != SCT_TOKEN_ASSIGN) {
		if (fields[i].assign) {
			sct_error_at(&ps->err, &lx->src, lx->tok.at,
				     "expected '=' behind %s", fields[i].name);
			return -EINVAL;
		}
		lx->p = behind;
	}
	return fields[i].parse(draft);
}

/**
 * sct_parse_keywords - read the fields of a block up to its closing brace
 * @draft: the rule, before the opening brace
 * @fields: the fields that it may have
 * @nr: how many of them there are
 * @expected: how an error calls them
 *
 * Return: 0; -EINVAL, and the error is recorded; -ENOMEM.
 */
int sct_parse_keywords(struct sct_draft *draft, const struct sct_keyword *fields,
		       size_t nr, const char *expected)
{
	struct sct_lexer *lx = &draft->ps->lx;
	const char *open;
	int ret;

	ret = sct_lex(lx);
	if (ret)
		return ret;
	if (lx->tok.type != SCT_TOKEN_LBRACE)
		return sct_fail(draft->ps, lx->tok.at, "expected '{'");
	open = lx->tok.at;

	for (;;) {
		ret = sct_lex(lx);
		if (ret)
			return ret;
		if (lx->tok.type == SCT_TOKEN_RBRACE)
			return 0;
		if (lx->tok.type == SCT_TOKEN_END)
			return sct_fail(draft->ps, open,
					"unclosed brace; expected '}' before the text ends");
		ret = sct_parse_keyword(draft, fields, nr, expected);
		if (ret)
			return ret;
	}
}

/**
 * sct_once - see that a field is given once
 * @draft: the rule
 * @at: where it was given before; NULL there where it was not
 * @name: its name
 *
 * Return: 0; -EINVAL, and the error is recorded.
 */
int sct_once(struct sct_draft *draft, const char **at, const char *name)
{
	struct sct_parser *ps = draft->ps;

	if (*at) {
		sct_error_at(&ps->err, &ps->lx.src, draft->field_at,
			     "%s given twice; expected it once", name);
		return -EINVAL;
	}
	return 0;
}

/**
 * sct_parse_word - read a value that is one word
 * @draft: the rule; the word is the lexer's token
 * @expected: how an error calls it
 *
 * Return: 0; -EINVAL, and the error is recorded.
 */
int sct_parse_word(struct sct_draft *draft, const char *expected)
{
	struct sct_lexer *lx = &draft->ps->lx;
	int ret = sct_lex_value(lx);

	if (ret)
		return ret;
	if (lx->tok.type != SCT_TOKEN_WORD)
		return sct_fail_word(draft->ps, "unexpected", expected, NULL);
	return 0;
}

static int sct_parse_rule_name(struct sct_draft *draft)
{
	static const char expected[] =
		"1 to 63 of the characters A-Z a-z 0-9 _ . -";
	const struct sct_token *tok = &draft->ps->lx.tok;
	int ret;

	ret = sct_once(draft, &draft->name_at, "rule_name");
	if (ret)
		return ret;
	ret = sct_parse_word(draft, expected);
	if (ret)
		return ret;
	if (memchr(tok->at, '*', tok->len) || memchr(tok->at, '%', tok->len))
		return sct_fail_word(draft->ps, "bad name", expected, NULL);
	if (tok->len > SCT_MAX_NAME) {
		sct_error_at(&draft->ps->err, &draft->ps->lx.src, tok->at,
			     "rule_name of %zu characters; expected %s", tok->len, expected);
		return -EINVAL;
	}
	draft->name_at = tok->at;
	draft->ps->name_at = tok->at;
	draft->rule->name = kmemdup_nul(tok->at, tok->len, GFP_KERNEL_ACCOUNT);
	return draft->rule->name ? 0 : -ENOMEM;
}

static int sct_parse_filter(struct sct_draft *draft)
{
	struct sct_parser *ps = draft->ps;
	struct sct_lexer *lx = &ps->lx;
	const char *behind;
	const char *open = NULL;
	int ret;

	ret = sct_once(draft, &draft->filter_at, "filter_expression");
	if (ret)
		return ret;

	behind = lx->p;
	ret = sct_lex(lx);
	if (ret)
		return ret;
	draft->filter_at = lx->tok.at;
	if (lx->tok.type == SCT_TOKEN_LBRACE)
		open = lx->tok.at;
	else
		lx->p = behind;

	ret = sct_expr_parse(lx, &ps->expr, &ps->filter_text);
	if (ret)
		return ret;

	if (!open) {
		/* The token that ended the expression is the next field's. */
		lx->p = lx->tok.at;
		return 0;
	}
	if (lx->tok.type == SCT_TOKEN_END)
		return sct_fail(ps, open, "unclosed brace; expected '}' behind the filter");
	if (lx->tok.type != SCT_TOKEN_RBRACE)
		return sct_fail(ps, lx->tok.at, "expected an operator or '}'");
	return 0;
}

/**
 * sct_parse_raw - read `{ text }` as it stands
 * @ps: the parser; the text goes to its @raw
 * @len: the text's length
 *
 * Return: 0; -EINVAL, and the error is recorded.
 */
int sct_parse_raw(struct sct_parser *ps, size_t *len)
{
	int ret = sct_lex(&ps->lx);

	if (ret)
		return ret;
	if (ps->lx.tok.type != SCT_TOKEN_LBRACE)
		return sct_fail(ps, ps->lx.tok.at, "expected '{' behind log_format");
	return sct_lex_raw(&ps->lx, ps->raw, sizeof(ps->raw), len);
}

static int sct_parse_when(struct sct_draft *draft)
{
	const struct sct_token *tok = &draft->ps->lx.tok;
	struct sct_nearest near;
	int ret;

	ret = sct_once(draft, &draft->when_at, "when");
	if (ret)
		return ret;
	ret = sct_parse_word(draft, "before or after");
	if (ret)
		return ret;

	if (sct_token_is(tok, "before")) {
		draft->rule->when = SCT_BEFORE;
	} else if (sct_token_is(tok, "after")) {
		draft->rule->when = SCT_AFTER;
	} else {
		sct_nearest_init(&near, tok->at, tok->len);
		sct_nearest_try(&near, "before");
		sct_nearest_try(&near, "after");
		return sct_fail_word(draft->ps, "unknown time", "before or after", &near);
	}
	draft->when_at = tok->at;
	return 0;
}

static int sct_parse_continue(struct sct_draft *draft)
{
	const struct sct_token *tok = &draft->ps->lx.tok;
	int ret;

	ret = sct_once(draft, &draft->proceed_at, "continue");
	if (ret)
		return ret;
	ret = sct_parse_word(draft, "yes or no");
	if (ret)
		return ret;
	if (!sct_token_is(tok, "yes") && !sct_token_is(tok, "no"))
		return sct_fail_word(draft->ps, "unexpected", "yes or no", NULL);
	draft->rule->proceed = sct_token_is(tok, "yes");
	draft->proceed_at = tok->at;
	return 0;
}

static const struct sct_keyword sct_rule_fields[] = {
	{ "syscall_name", true, sct_parse_syscall_name },
	{ "rule_name", true, sct_parse_rule_name },
	{ "filter_expression", false, sct_parse_filter },
	{ "action", false, sct_parse_action },
	{ "when", true, sct_parse_when },
	{ "continue", true, sct_parse_continue },
};

#define SCT_RULE_FIELDS \
	"syscall_name, rule_name, filter_expression, action, when, continue"

/* All fields were read: check them together, and fill the rule. */
static int sct_finish_rule(struct sct_draft *draft)
{
	struct sct_parser *ps = draft->ps;
	struct sct_rule *rule = draft->rule;
	unsigned int i;
	int ret;

	if (!draft->calls)
		return sct_fail(ps, draft->at,
				"rule without calls; expected syscall_name = ...");
	if (!draft->name_at)
		return sct_fail(ps, draft->at,
				"rule without a name; expected rule_name = ...");
	if (!draft->nr_actions)
		return sct_fail(ps, draft->at,
				"rule without an action; expected action { type = ... }");

	seq_buf_printf(&ps->text, "rule {\n\tsyscall_name = %s\n\trule_name = %s\n",
		       seq_buf_str(&ps->calls_text), rule->name);
	if (draft->filter_at)
		seq_buf_printf(&ps->text, "\tfilter_expression { %s }\n",
			       seq_buf_str(&ps->filter_text));

	for (i = 0; i < draft->nr_actions; i++) {
		ret = sct_finish_action(draft, &draft->actions[i]);
		if (ret)
			return ret;
	}

	seq_buf_printf(&ps->text, "\twhen = %s\n%s}\n",
		       rule->when == SCT_BEFORE ? "before" : "after",
		       rule->proceed ? "\tcontinue = yes\n" : "");
	if (seq_buf_has_overflowed(&ps->text) || seq_buf_has_overflowed(&ps->calls_text) ||
	    seq_buf_has_overflowed(&ps->filter_text))
		return sct_fail(ps, draft->at,
				"rule too long; expected at most 64 KiB in canonical form");

	rule->text_len = seq_buf_used(&ps->text);
	rule->memory += sizeof(*rule) + strlen(rule->name) + 1 + rule->text_len +
			num_possible_cpus() * sizeof(*rule->stats);
	rule->text = kvmemdup(ps->text.buffer, rule->text_len, GFP_KERNEL_ACCOUNT);
	if (!rule->text)
		return -ENOMEM;
	return sct_compile_binds(draft);
}

static int sct_parse_rule(struct sct_parser *ps, struct sct_rule **out)
{
	struct sct_draft *draft;
	unsigned int i;
	int ret = -ENOMEM;

	draft = kvzalloc(sizeof(*draft), GFP_KERNEL_ACCOUNT);
	if (!draft)
		return -ENOMEM;
	draft->ps = ps;
	draft->at = ps->lx.tok.at;
	draft->rule = sct_rule_alloc();
	if (!draft->rule)
		goto out;

	sct_expr_reset(&ps->expr);
	seq_buf_clear(&ps->filter_text);
	seq_buf_clear(&ps->text);
	seq_buf_clear(&ps->calls_text);

	ret = sct_parse_keywords(draft, sct_rule_fields, ARRAY_SIZE(sct_rule_fields),
				 SCT_RULE_FIELDS " or '}'");
	if (!ret)
		ret = sct_finish_rule(draft);
	if (!ret)
		*out = draft->rule;
	else
		sct_rule_put(draft->rule);
out:
	for (i = 0; i < draft->nr_actions; i++) {
		kvfree(draft->actions[i].raw);
		kfree(draft->actions[i].text);
	}
	kvfree(draft);
	return ret;
}

static int sct_parse_default_format(struct sct_parser *ps)
{
	struct sct_layout *layout;
	const char *behind = ps->lx.p;
	size_t len;
	int ret;

	ret = sct_lex(&ps->lx);
	if (ret)
		return ret;
	if (ps->lx.tok.type != SCT_TOKEN_ASSIGN)
		ps->lx.p = behind;

	ret = sct_parse_raw(ps, &len);
	if (ret)
		return ret;

	/* Is it one? Whether %retval fits, each rule that uses it says. */
	layout = sct_layout_parse(ps->raw, len, SCT_AFTER, &(struct sct_format_source){
		.src = &ps->lx.src,
		.at = ps->lx.tok.at,
		.err = &ps->err,
	});
	if (IS_ERR(layout))
		return PTR_ERR(layout);
	sct_layout_put(layout);

	memcpy(ps->format, ps->raw, len);
	ps->format_len = len;
	return 0;
}

/* Who cut the text into items must see their ends where they are. */
static int sct_parse_end(struct sct_parser *ps, struct sct_rule **rule)
{
	int ret = sct_lex(&ps->lx);

	if (!ret && ps->lx.tok.type == SCT_TOKEN_END)
		return 0;
	if (*rule)
		sct_rule_put(*rule);
	*rule = NULL;
	return ret ?: sct_fail(ps, ps->lx.tok.at, "expected the item to end before this");
}

/**
 * sct_parse_item - read one item of the top level: a rule, or a log_format
 * @ps: the parser
 * @src: the text, which ends where the item does
 * @start: where the item begins, or blanks and comments before it
 * @rule: the rule; NULL where the item is none. The caller puts it.
 *
 * Return: 0; -EINVAL where there is an error,
 * which is recorded in @ps->err; -ENOMEM.
 */
int sct_parse_item(struct sct_parser *ps, const struct sct_source *src,
		   const char *start, struct sct_rule **rule)
{
	struct sct_nearest near;
	int ret;

	*rule = NULL;
	sct_lex_init(&ps->lx, src, start, &ps->err);
	ret = sct_lex(&ps->lx);
	if (ret)
		return ret;

	if (sct_token_is(&ps->lx.tok, "rule"))
		return sct_parse_rule(ps, rule) ?: sct_parse_end(ps, rule);
	if (sct_token_is(&ps->lx.tok, "log_format"))
		return sct_parse_default_format(ps) ?: sct_parse_end(ps, rule);

	sct_nearest_init(&near, ps->lx.tok.at, ps->lx.tok.len);
	sct_nearest_try(&near, "rule");
	sct_nearest_try(&near, "log_format");
	sct_nearest_try(&near, "commit");
	return sct_fail_word(ps, "unknown word", "rule, log_format or commit",
			     ps->lx.tok.type == SCT_TOKEN_WORD ? &near : NULL);
}

static int sct_text_init(struct seq_buf *text)
{
	char *buf = kvmalloc(SCT_MAX_ITEM, GFP_KERNEL_ACCOUNT);

	if (!buf)
		return -ENOMEM;
	seq_buf_init(text, buf, SCT_MAX_ITEM);
	return 0;
}

/**
 * sct_parser_new - get ready to parse
 *
 * Return: a parser, to be freed with sct_parser_free(); NULL without memory.
 */
struct sct_parser *sct_parser_new(void)
{
	struct sct_parser *ps = kvzalloc(sizeof(*ps), GFP_KERNEL_ACCOUNT);

	if (!ps)
		return NULL;
	if (sct_text_init(&ps->text) || sct_text_init(&ps->filter_text) ||
	    sct_text_init(&ps->calls_text)) {
		sct_parser_free(ps);
		return NULL;
	}
	return ps;
}

/**
 * sct_parser_free - free a parser
 * @ps: the parser, or NULL
 */
void sct_parser_free(struct sct_parser *ps)
{
	if (!ps)
		return;
	sct_expr_free(&ps->expr);
	sct_layouts_free(&ps->layouts);
	kvfree(ps->calls_text.buffer);
	kvfree(ps->filter_text.buffer);
	kvfree(ps->text.buffer);
	kvfree(ps);
}
