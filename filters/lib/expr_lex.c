/* SPDX-License-Identifier: MIT */
/*
 * Cuts an expression into tokens.  In: UTF-8 text of a definition.  Rejected:
 * characters the language has no use for, a text without its closing quote, a
 * number that runs into a word.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "expr_node.h"
#include "num.h"

int
expr_err(struct err *err, size_t at, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return err_set(err, STATUS_CONFIG, "bad-expression",
	    "at character %zu: %s", at, text);
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Characters before byte i, and one: continuation bytes do not count. */
static size_t
char_number(const struct lexer *lx, size_t i)
{
	size_t n = 1;

	for (size_t k = 0; k < i; k++)
		n += ((unsigned char)lx->text[k] & 0xc0) != 0x80;
	return n;
}

/* The byte k on from here, or NUL past the end. */
static char
peek(const struct lexer *lx, size_t k)
{
	return lx->pos + k < lx->n ? lx->text[lx->pos + k] : '\0';
}

/* A word keeps its hyphens: domestic-abuse. */
static void
lex_word(struct lexer *lx, struct token *tok)
{
	size_t n = 1;

	for (;;) {
		char c = peek(lx, n), d = peek(lx, n + 1);

		if (is_letter(c) || is_digit(c) || c == '_')
			n++;
		else if (c == '-' && (is_letter(d) || is_digit(d)))
			n += 2;
		else
			break;
	}
	tok->kind = TOK_WORD;
	tok->n = n;
	lx->pos += n;
}

static int
lex_number(struct lexer *lx, struct token *tok, struct err *err)
{
	size_t n = 1;
	int64_t digits;
	int scale;

	while (is_digit(peek(lx, n)) ||
	    (peek(lx, n) == '.' && is_digit(peek(lx, n + 1))))
		n++;
	tok->kind = TOK_NUMBER;
	tok->n = n;
	lx->pos += n;
	if (is_letter(peek(lx, 0)) || peek(lx, 0) == '_')
		return expr_err(err, tok->at,
		    "a number runs into a word; put a blank between them");
	if (peek(lx, 0) == '-' && is_digit(peek(lx, 1)))
		return expr_err(err, tok->at,
		    "a date is written in quotes, as '2026-03-31'");
	if (!num_decimal(tok->p, tok->n, &digits, &scale))
		return expr_err(err, tok->at,
		    "not a number, want for example 2 or 14.5");
	return 0;
}

/* 'it''s' or "say ""yes""": a doubled quote is one. */
static int
lex_text(struct lexer *lx, struct token *tok, struct err *err)
{
	char quote = lx->text[lx->pos], *copy;
	size_t n = 0;

	if ((copy = arena_alloc(lx->arena, lx->n + 1)) == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	for (lx->pos++;; lx->pos++) {
		if (lx->pos >= lx->n)
			return expr_err(err, tok->at,
			    "this text has no closing quote");
		if (lx->text[lx->pos] == quote) {
			if (peek(lx, 1) != quote)
				break;
			lx->pos++;
		}
		copy[n++] = lx->text[lx->pos];
	}
	lx->pos++;
	tok->kind = TOK_TEXT;
	tok->p = copy;
	tok->n = n;
	return 0;
}

static int
lex_compare(struct lexer *lx, struct token *tok, struct err *err)
{
	static const struct {
		const char *sign;
		enum compare compare;
	} signs[] = {
		{ "<=", CMP_LE }, { ">=", CMP_GE }, { "!=", CMP_NE },
		{ "<", CMP_LT }, { ">", CMP_GT }, { "=", CMP_EQ },
	};

	if (peek(lx, 0) == '<' && peek(lx, 1) == '>')
		return expr_err(err, tok->at, "not equal is written !=");
	if (peek(lx, 0) == '=' && peek(lx, 1) == '=')
		return expr_err(err, tok->at, "equal is written =");
	if (peek(lx, 0) == '!' && peek(lx, 1) != '=')
		return expr_err(err, tok->at, "'!' alone is written not");
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		size_t n = strlen(signs[i].sign);

		if (lx->n - lx->pos >= n &&
		    memcmp(lx->text + lx->pos, signs[i].sign, n) == 0) {
			tok->kind = TOK_COMPARE;
			tok->compare = signs[i].compare;
			tok->n = n;
			lx->pos += n;
			return 0;
		}
	}
	return expr_err(err, tok->at, "a sign the language does not have");
}

static int
lex_other(struct lexer *lx, struct token *tok, struct err *err)
{
	unsigned char c = (unsigned char)lx->text[lx->pos];

	tok->n = 1;
	if (c == '(')
		tok->kind = TOK_OPEN;
	else if (c == ')')
		tok->kind = TOK_CLOSE;
	else if (c == ',')
		tok->kind = TOK_COMMA;
	else if (c == '+')
		tok->kind = TOK_PLUS;
	else if (c == '-')
		tok->kind = TOK_MINUS;
	else if (c == '*')
		tok->kind = TOK_TIMES;
	else if (c >= 0x80)
		return expr_err(err, tok->at, "this character belongs in a "
		    "text; quotes are the straight ' or \"");
	else
		return expr_err(err, tok->at,
		    "a character the language has no use for");
	lx->pos++;
	return 0;
}

int
lex_next(struct lexer *lx, struct token *tok, struct err *err)
{
	char c;

	while (is_space(peek(lx, 0)))
		lx->pos++;
	memset(tok, 0, sizeof(*tok));
	tok->p = lx->text + lx->pos;
	tok->at = char_number(lx, lx->pos);
	tok->from = lx->pos;
	if (lx->pos >= lx->n)
		return 0;
	c = lx->text[lx->pos];
	if (is_letter(c)) {
		lex_word(lx, tok);
		return 0;
	}
	if (is_digit(c) || (c == '-' && is_digit(peek(lx, 1))))
		return lex_number(lx, tok, err);
	if (c == '\'' || c == '"')
		return lex_text(lx, tok, err);
	if (c == '<' || c == '>' || c == '=' || c == '!')
		return lex_compare(lx, tok, err);
	return lex_other(lx, tok, err);
}
