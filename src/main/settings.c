#include "main/settings.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/json.h"

struct setting {
	const char *section;
	struct field field;             /* name, kind, offset, bounds */
	const char *default_text;
	const char *zh, *en;
};

#define SET(section, member, default_text, zh, en, ...) \
	{section, FIELD(struct settings, member, __VA_ARGS__), default_text, zh, en}

static const struct setting table[] = {
	SET("data", data, "data", "数据目录：数据库、证据文件、密钥、备份", "the data folder: database, evidence files, keys, backups"),
	SET("data", county, "0", "县的行政区划代码；0 表示用数据库里的那一个", "division code of the county; 0: the one in the database", .min = 0, .max = 999999),
	SET("server", address, "127.0.0.1", "监听地址；对外服务请在前面放 TLS 反向代理", "address to listen on; put a TLS proxy in front for the public"),
	SET("server", port, "8080", "监听端口；0 为任意空闲端口", "port; 0: any free one", .min = 0, .max = 65535),
	SET("server", threads, "8", "处理请求的线程数", "threads that handle requests", .min = 1, .max = 64),
	SET("server", secure_cookie, "0", "经 TLS 提供服务时设为 1：浏览器只在加密连接上送登录凭证", "1 behind TLS: browsers send the session only over encrypted connections"),
	SET("server", proxy, "", "反向代理的地址：只相信它给出的 X-Real-IP，审计日志才记得到真正的客户端；留空为没有代理",
	    "address of the proxy in front: its X-Real-IP is believed, so the audit trail knows the client; empty: no proxy"),
	SET("server", web, "web/dist", "网页文件所在目录", "folder of the web app's files"),
	SET("database", database, "", "留空：数据目录里的 SQLite；或 postgres://用户:口令@主机/库", "empty: SQLite in the data folder; or postgres://user:password@host/name"),
	SET("database", writers, "8", "PostgreSQL 上同时写入的连接数（SQLite 只有一个写入者）", "writing connections on PostgreSQL (SQLite has one writer)", .min = 1, .max = 32),
	SET("database", node, "0", "共用一个数据库的多个进程各取不同的编号", "processes that share a database each take another number", .min = 0, .max = 63),
	SET("clock", clock, "", "留空：机器时钟；否则从此时刻起走，用于演示和重放", "empty: the machine's clock; else it starts from this time (demonstration, replay)"),
	SET("clock", clock_stands, "0", "1：上面的时刻不走动", "1: the time above stands still"),
	SET("backup", daily, "0", "1：每天凌晨在数据目录里备份一次；份数见规则 retention.backups",
	    "1: a backup in the data folder in the small hours of every day; how many stay: rule retention.backups"),
	SET("log", log_requests, "0", "1：每个请求记一行日志", "1: one log line for each request"),
};
enum { SETTINGS = sizeof table / sizeof *table };

/* The struct says data, county …; in the file a setting is named without its section: [database] url. */
static const char *key_of(const struct setting *s)
{
	static const struct { const char *member, *key; } other[] = {
		{"data", "folder"}, {"database", "url"}, {"clock", "time"}, {"clock_stands", "stands"}, {"log_requests", "requests"},
	};
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		if (strcmp(s->field.name, other[i].member) == 0)
			return other[i].key;
	return s->field.name;
}

static enum status set_value(struct cx *cx, const struct setting *s, const char *text, struct settings *out)
{
	struct field only[] = {s->field};
	const struct record rec = {.name = "settings", .size = sizeof *out, .fields = only, .count = 1};
	return record_set(cx, &rec, s->field.name, text, out);
}

static const struct setting *find(const char *section, size_t n, const char *key)
{
	for (size_t i = 0; i < SETTINGS; i++)
		if (strncmp(table[i].section, section, n) == 0 && table[i].section[n] == '\0' && strcmp(key_of(&table[i]), key) == 0)
			return &table[i];
	return NULL;
}

struct reading {
	struct cx *cx;
	struct settings *out;
	const char *why;                /* the first thing wrong */
};

static int on_value(void *arg, const char *section, const char *key, const char *value)
{
	struct reading *r = arg;
	const struct setting *s = find(section, strlen(section), key);
	if (!s) {
		r->why = arena_printf(r->cx->mem, words(r->cx, "there is no setting [%s] %s"), section, key);
		return 0;
	}
	if (set_value(r->cx, s, value, r->out)) {
		r->why = arena_printf(r->cx->mem, "[%s] %s %s", section, key, r->cx->error);
		cx_forget(r->cx);
		return 0;
	}
	return 1;
}

static enum status read_file(struct cx *cx, const char *path, bool must, struct settings *out)
{
	if (!must && access(path, F_OK) != 0)
		return STATUS_OK;
	struct reading r = {.cx = cx, .out = out};
	int line = ini_parse(path, on_value, &r);       /* the line of the first fault */
	if (line < 0)
		return cx_fail(cx, STATUS_NOT_FOUND, "cannot open %s", path);
	if (line > 0)
		return cx_fail(cx, STATUS_INVALID, "%s line %d: %s", path, line,
			       r.why ? r.why : words(cx, "not [section] or key = value"));
	return STATUS_OK;
}

static enum status read_environment(struct cx *cx, struct settings *out)
{
	for (size_t i = 0; i < SETTINGS; i++) {
		char *name = arena_printf(cx->mem, "KUANGAN_%s_%s", table[i].section, key_of(&table[i]));
		for (char *s = name; *s; s++)
			*s = (char)toupper((unsigned char)*s);
		const char *value = getenv(name);
		if (value && set_value(cx, &table[i], value, out)) {
			const char *why = cx->error;
			cx_forget(cx);
			return cx_fail(cx, STATUS_INVALID, "environment variable %s %s", name, why);
		}
	}
	return STATUS_OK;
}

static enum status read_set(struct cx *cx, const char *text, struct settings *out)
{
	const char *dot = strchr(text, '.'), *equals = strchr(text, '=');
	if (!dot || !equals || dot > equals)
		return cx_fail(cx, STATUS_INVALID, "not section.key=value: %s", text);
	const char *key = arena_printf(cx->mem, "%.*s", (int)(equals - dot - 1), dot + 1);
	const struct setting *s = find(text, (size_t)(dot - text), key);
	if (!s)
		return cx_fail(cx, STATUS_INVALID, "there is no setting %.*s", (int)(equals - text), text);
	return set_value(cx, s, equals + 1, out);
}

enum status settings_load(struct cx *cx, const char *path, const char *const *set, int count, struct settings *out)
{
	*out = (struct settings){0};
	for (size_t i = 0; i < SETTINGS; i++)
		TRY(set_value(cx, &table[i], table[i].default_text, out));
	for (int i = 0; i < count; i++)         /* the data folder first: the file may lie in it */
		TRY(read_set(cx, set[i], out));
	TRY(read_environment(cx, out));
	if (path)
		TRY(read_file(cx, path, true, out));
	else
		TRY(read_file(cx, arena_printf(cx->mem, "%s/kuangan.conf", out->data), false, out));
	TRY(read_environment(cx, out));
	for (int i = 0; i < count; i++)
		TRY(read_set(cx, set[i], out));
	return STATUS_OK;
}

static void print_value(const struct setting *s, const struct settings *all, struct buf *out)
{
	const void *p = (const char *)all + s->field.offset;
	switch (s->field.kind) {
	case KIND_INT: buf_printf(out, "%" PRId64, *(const int64_t *)p); break;
	case KIND_BOOL: buf_puts(out, *(const bool *)p ? "1" : "0"); break;
	default: buf_puts(out, *(const char *const *)p); break;
	}
}

void settings_print(struct cx *cx, const struct settings *all, struct buf *out)
{
	const char *section = "";
	for (size_t i = 0; i < SETTINGS; i++) {
		const struct setting *s = &table[i];
		if (strcmp(section, s->section) != 0)
			buf_printf(out, "%s[%s]\n", *section ? "\n" : "", s->section);
		section = s->section;
		buf_printf(out, "; %s\n%s = ", cx->lang == LANG_ZH ? s->zh : s->en, key_of(s));
		print_value(s, all, out);
		buf_puts(out, "\n");
	}
}

const char *settings_database(struct cx *cx, const struct settings *s)
{
	return *s->database ? s->database : arena_printf(cx->mem, "sqlite:%s/kuangan.db", s->data);
}
