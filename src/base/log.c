#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

/* One write() a line, so that lines of several threads do not mix. */
static void line(const char *level, const char *event, const char *fmt, va_list ap)
{
	char text[2048];
	int n = snprintf(text, sizeof text, "%s %s ", level, event);
	int m = vsnprintf(text + n, sizeof text - (size_t)n - 1, fmt, ap);
	n += m < 0 ? 0 : m > (int)sizeof text - n - 2 ? (int)sizeof text - n - 2 : m;
	for (int i = 0; i < n; i++)
		if (text[i] == '\n')
			text[i] = ' ';
	text[n++] = '\n';
	(void)!write(STDERR_FILENO, text, (size_t)n);
}

#define LEVEL(name, word)                               \
	void log_##name(const char *event, const char *fmt, ...) \
	{                                               \
		va_list ap;                             \
		va_start(ap, fmt);                      \
		line(word, event, fmt, ap);             \
		va_end(ap);                             \
	}

LEVEL(error, "error")
LEVEL(warn, "warn")
LEVEL(info, "info")
