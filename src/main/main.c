/*
 * main.c - kuangan NOUN VERB: finds the verb, opens what it needs, runs it, says how it ended.
 *
 * Exit: 0 done, 1 the answer is no or the input is wrong, 2 usage, 3 our fault.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/id.h"
#include "db/db.h"
#include "db/migrate.h"
#include "db/writer.h"
#include "main/install.h"
#include "main/lists.h"
#include "main/settings.h"

enum { EXIT_NO = 1, EXIT_USAGE = 2, EXIT_FAULT = 3 };

/* Options that every verb takes. */
static const char common[] = "json help settings= set= lang= as=";

struct program {
	struct cx cx;
	struct call call;
	const struct verb *verb;
	const char *set[VERB_MAX_ARGS];
	int sets;
};

static int usage(const char *why, const char *what)
{
	fprintf(stderr, "kuangan: %s%s%s\n", why, what ? ": " : "", what ? what : "");
	fprintf(stderr, "kuangan --help\n");
	return EXIT_USAGE;
}

static void help_verb(const struct verb *v, FILE *out)
{
	fprintf(out, "  kuangan %s%s%s\n      %s\n", v->words, *v->usage ? " " : "", v->usage, v->help);
}

/* The verbs whose first word this is; how many. */
static int help_noun(const char *noun, FILE *out)
{
	size_t n = strlen(noun);
	int count = 0;
	for (size_t i = 0; i < verb_list_count; i++)
		for (size_t j = 0; j < verb_lists[i]->count; j++)
			if (strncmp(verb_lists[i]->table[j].words, noun, n) == 0 && verb_lists[i]->table[j].words[n] == ' ') {
				help_verb(&verb_lists[i]->table[j], out);
				count++;
			}
	return count;
}

/* "kuangan task --help" and "kuangan help task" show all that can be done with tasks; "kuangan task" says so and fails. */
static int no_verb(int argc, char **argv)
{
	bool asked = argc > 2 && (strcmp(argv[2], "--help") == 0 || strcmp(argv[1], "help") == 0);
	const char *noun = strcmp(argv[1], "help") == 0 && argc > 2 ? argv[2] : argv[1];
	int found = help_noun(noun, asked ? stdout : stderr);
	return asked && found ? 0 : found ? EXIT_USAGE : usage("no such command", noun);
}

static int help(void)
{
	printf("kuangan: the county's mine-safety supervision platform\n\n");
	for (size_t i = 0; i < verb_list_count; i++)
		for (size_t j = 0; j < verb_lists[i]->count; j++)
			help_verb(&verb_lists[i]->table[j], stdout);
	printf("\nEverywhere: --json, --settings=FILE, --set=section.key=value, --lang=zh|en, --as=LOGIN\n");
	return 0;
}

/* The verb whose words the arguments begin with (the longest); *used gets how many of them. */
static const struct verb *find_verb(int argc, char **argv, int *used)
{
	const struct verb *best = NULL;
	*used = 0;
	for (size_t i = 0; i < verb_list_count; i++)
		for (size_t j = 0; j < verb_lists[i]->count; j++) {
			const struct verb *v = &verb_lists[i]->table[j];
			const char *w = v->words;
			int n = 0;
			for (; *w && n < argc; n++) {
				size_t len = strcspn(w, " ");
				if (strlen(argv[n]) != len || strncmp(w, argv[n], len) != 0)
					break;
				w += len + (w[len] == ' ');
			}
			if (!*w && n > *used) {
				best = v;
				*used = n;
			}
		}
	return best;
}

/* Is name in "today= force"?  *value: with "=", that is, it takes a value. */
static bool takes(const char *options, const char *name, size_t n, bool *value)
{
	for (const char *s = options; s && *s; s += strcspn(s, " "), s += *s == ' ') {
		size_t len = strcspn(s, " ");
		*value = len && s[len - 1] == '=';
		if (len - *value == n && strncmp(s, name, n) == 0)
			return true;
	}
	return false;
}

static int read_option(struct program *p, int argc, char **argv, int *i)
{
	const char *name = argv[*i] + 2;
	size_t n = strcspn(name, "=");
	bool value;
	if (!takes(common, name, n, &value) && !takes(p->verb->options, name, n, &value))
		return usage("no such option here", argv[*i]);
	const char *text = "";
	if (value) {
		if (name[n] == '=')
			text = name + n + 1;
		else if (*i + 1 < argc)
			text = argv[++*i];
		else
			return usage("this option takes a value", argv[*i]);
	}
	if (p->call.options == VERB_MAX_ARGS)
		return usage("too many options", NULL);
	p->call.names[p->call.options] = arena_printf(p->cx.mem, "%.*s", (int)n, name);
	p->call.values[p->call.options++] = text;
	if (n == 3 && strncmp(name, "set", 3) == 0)
		p->set[p->sets++] = text;
	return 0;
}

static int read_arguments(struct program *p, int argc, char **argv)
{
	bool only_arguments = false;
	for (int i = 0; i < argc; i++) {
		if (!only_arguments && strcmp(argv[i], "--") == 0) {
			only_arguments = true;
		} else if (!only_arguments && strncmp(argv[i], "--", 2) == 0) {
			int wrong = read_option(p, argc, argv, &i);
			if (wrong)
				return wrong;
		} else {
			if (p->call.count == VERB_MAX_ARGS)
				return usage("too many arguments", NULL);
			p->call.args[p->call.count++] = argv[i];
		}
	}
	if (call_option(&p->call, "help")) {
		help_verb(p->verb, stdout);
		exit(0);
	}
	if (p->call.count < p->verb->min || p->call.count > p->verb->max) {
		help_verb(p->verb, stderr);
		return EXIT_USAGE;
	}
	p->call.json = call_option(&p->call, "json") != NULL;
	return 0;
}

static enum lang language(const struct call *call)
{
	const char *names[] = {getenv("KUANGAN_LANG"), getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG")};
	const char *chosen = call_option(call, "lang");
	for (size_t i = 0; !chosen && i < sizeof names / sizeof *names; i++)
		if (names[i] && *names[i])
			chosen = names[i];
	return chosen && strncmp(chosen, "zh", 2) == 0 ? LANG_ZH : LANG_EN;
}

static enum status run_verb(struct cx *cx, void *arg)
{
	struct program *p = arg;
	p->call.out->n = 0;
	p->call.out->s[0] = '\0';
	p->call.w = (struct jw){.out = p->call.out};
	return p->verb->run(cx, &p->call);
}

static enum status run(struct program *p)
{
	struct cx *cx = &p->cx;
	if (!(p->verb->flags & (VERB_DB | VERB_MAY_DB | VERB_SETTINGS)))
		return run_verb(cx, p);
	struct settings *s = arena_new_of(cx->mem, struct settings);
	TRY(settings_load(cx, call_option(&p->call, "settings"), p->set, p->sets, s));
	p->call.settings = s;
	cx->data = s->data;
	id_set_node((int)s->node);
	TRY(install_clock(cx, s));
	cx->now = install_now();
	if (p->verb->flags & VERB_DB) {
		TRY(install_open(cx, s));
		TRY(install_identify(cx, call_option(&p->call, "as")));
	}
	if (p->verb->flags & VERB_MAY_DB)
		TRY(install_open_existing(cx, s));
	enum status st = p->verb->flags & VERB_WRITE ? write_now(cx, run_verb, p) : run_verb(cx, p);
	if (cx->db)
		db_close(cx->db);
	return st;
}

/* What a verb has in words alone is, with --json, a document with these words. */
static void words_as_document(struct program *p)
{
	const char *text = arena_strdup(p->cx.mem, p->call.out->s);
	p->call.out->n = 0;
	jw_begin(&p->call.w, '{');
	jw_key(&p->call.w, "text");
	jw_text(&p->call.w, text);
	jw_end(&p->call.w);
}

/* What a refusal is about, as who typed it knows it: the field rock_density was given as --rock-density. */
static const char *about(struct program *p)
{
	bool value;
	if (!p->cx.field)
		return "";
	char *option = arena_strdup(p->cx.mem, p->cx.field);
	for (char *c = option; *c; c++)
		*c = *c == '_' ? '-' : *c;
	bool known = takes(p->verb->options, option, strlen(option), &value);
	return arena_printf(p->cx.mem, "%s%s: ", known ? "--" : "", known ? option : p->cx.field);
}

static int finish(struct program *p, enum status s)
{
	if (!s || p->call.no) {
		if (p->call.json && p->call.out->n && !p->call.w.comma && p->call.out->s[0] != '{')
			words_as_document(p);
		fwrite(p->call.out->s, 1, p->call.out->n, stdout);
		if (p->call.json && p->call.out->n)
			putchar('\n');
	}
	if (s)
		fprintf(stderr, "kuangan %s: %s%s\n", p->verb->words, about(p), p->cx.error ? p->cx.error : status_code(s));
	if (fflush(stdout) != 0)
		return EXIT_FAULT;
	return s == STATUS_INTERNAL || s == STATUS_BUSY ? EXIT_FAULT : s || p->call.no ? EXIT_NO : 0;
}

int main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	int used;
	if (argc < 2 || strcmp(argv[1], "--help") == 0 || (strcmp(argv[1], "help") == 0 && (argc == 2 || *argv[2] == '-')))
		return help();
	static struct program p;
	p.verb = find_verb(argc - 1, argv + 1, &used);
	if (!p.verb)
		return no_verb(argc, argv);
	p.cx = (struct cx){.mem = arena_new(), .now = time(NULL), .perms = ~UINT64_C(0), .org_path = "/"};
	struct buf out;
	buf_init(&out, p.cx.mem);
	p.call.out = &out;
	int code = read_arguments(&p, argc - 1 - used, argv + 1 + used);
	if (!code) {
		p.cx.lang = language(&p.call);
		code = finish(&p, run(&p));
	}
	arena_free(p.cx.mem);
	return code;
}
