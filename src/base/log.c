#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* One write() a line, so that lines of several threads do not mix. */
static void line(int priority, const char *level, const char *event, const char *fmt, va_list ap)
{
	char text[2048], mark[8] = "";
	if (getenv("JOURNAL_STREAM"))
		snprintf(mark, sizeof mark, "<%d>", priority);
	int n = snprintf(text, sizeof text, "%s%s %s ", mark, level, event);
	int m = vsnprintf(text + n, sizeof text - (size_t)n - 1, fmt, ap);
	n += m < 0 ? 0 : m > (int)sizeof text - n - 2 ? (int)sizeof text - n - 2 : m;
	for (int i = 0; i < n; i++)
		if (text[i] == '\n')
			text[i] = ' ';
	text[n++] = '\n';
	(void)!write(STDERR_FILENO, text, (size_t)n);
}

#define LEVEL(name, priority, word)                              \
	void log_##name(const char *event, const char *fmt, ...) \
	{                                               \
		va_list ap;                             \
		va_start(ap, fmt);                      \
		line(priority, word, event, fmt, ap);   \
		va_end(ap);                             \
	}

LEVEL(error, 3, "error")
LEVEL(warn, 4, "warn")
LEVEL(info, 6, "info")
