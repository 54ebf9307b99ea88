#include "main/indicator.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include "base/log.h"

enum { RETRY_MS = 1000, SILENCE_MS = 10000 };

struct indicator {
	char host[128], port[16], device[128];  /* host: TCP; else device */
	speed_t baud;
	pthread_t thread;
	pthread_mutex_t lock;
	int stop[2];                            /* a pipe: closing the writing end wakes the thread */
	bool connected;
	struct weigh_reading last;
	int64_t stable_grams, stable_at, skipped;       /* stable_at: monotonic ms; 0: none yet */
};

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

static int open_tcp(const struct indicator *i)
{
	struct addrinfo *all, hints = {.ai_socktype = SOCK_STREAM};
	int fd = -1;
	if (getaddrinfo(i->host, i->port, &hints, &all) != 0)
		return -1;
	for (struct addrinfo *a = all; a && fd < 0; a = a->ai_next) {
		fd = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC, a->ai_protocol);
		if (fd >= 0 && connect(fd, a->ai_addr, a->ai_addrlen) != 0) {
			close(fd);
			fd = -1;
		}
	}
	freeaddrinfo(all);
	return fd;
}

static int open_serial(const struct indicator *i)
{
	struct termios t;
	int fd = open(i->device, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || tcgetattr(fd, &t) != 0)
		return fd;              /* a pipe, for tests */
	cfmakeraw(&t);
	cfsetispeed(&t, i->baud);
	t.c_cflag |= CLOCAL | CREAD;
	tcsetattr(fd, TCSANOW, &t);
	return fd;
}

static void keep(struct indicator *i, const struct weigh_reading *r, int64_t skipped)
{
	pthread_mutex_lock(&i->lock);
	i->last = *r;
	i->skipped = skipped;
	if (r->stable && !r->overload && !r->net) {
		i->stable_grams = r->grams;
		i->stable_at = now_ms();
	} else {
		i->stable_at = 0;       /* in motion: what was before is no weight of now */
	}
	pthread_mutex_unlock(&i->lock);
}

static void set_connected(struct indicator *i, bool yes)
{
	pthread_mutex_lock(&i->lock);
	if (i->connected != yes)
		log_info("indicator", "connected=%d", yes);
	i->connected = yes;
	pthread_mutex_unlock(&i->lock);
}

/* Until the line breaks, is silent for too long, or the program stops (true). */
static bool listen_to(struct indicator *i, int fd)
{
	struct weigh_stream s = {0};
	struct weigh_reading r = {0};
	unsigned char bytes[256];
	struct pollfd p[] = {{.fd = fd, .events = POLLIN}, {.fd = i->stop[0], .events = POLLIN}};
	for (;;) {
		int ready = poll(p, 2, SILENCE_MS);
		if (p[1].revents)
			return true;
		ssize_t n = ready > 0 ? read(fd, bytes, sizeof bytes) : 0;
		if (n <= 0)
			return false;
		for (ssize_t k = 0; k < n; k++)
			if (weigh_byte(&s, bytes[k], &r))
				keep(i, &r, s.skipped);
	}
}

static void *run(void *arg)
{
	struct indicator *i = arg;
	struct pollfd stop = {.fd = i->stop[0], .events = POLLIN};
	bool ends = false;
	while (!ends) {
		int fd = *i->host ? open_tcp(i) : open_serial(i);
		if (fd >= 0) {
			set_connected(i, true);
			ends = listen_to(i, fd);
			close(fd);
		}
		set_connected(i, false);
		ends = ends || poll(&stop, 1, RETRY_MS) > 0;
	}
	return NULL;
}

static speed_t baud_of(const char *text)
{
	static const struct {
		const char *text;
		speed_t baud;
	} all[] = {{"1200", B1200}, {"2400", B2400}, {"4800", B4800}, {"9600", B9600}, {"19200", B19200}, {"38400", B38400}, {"115200", B115200}};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i].text, text) == 0)
			return all[i].baud;
	return B0;
}

static bool parse(const char *where, struct indicator *i)
{
	const char *rest = where + strcspn(where, ":"), *colon = strrchr(where, ':');
	rest += *rest == ':';
	size_t n = colon && colon > rest ? (size_t)(colon - rest) : strlen(rest);
	if (!*rest || n >= sizeof i->host)
		return false;
	if (strncmp(where, "tcp:", 4) == 0 && colon > rest && colon[1] && strlen(colon + 1) < sizeof i->port) {
		memcpy(i->host, rest, n);
		strcpy(i->port, colon + 1);
		return true;
	}
	if (strncmp(where, "serial:", 7) != 0)
		return false;
	i->baud = colon > rest ? baud_of(colon + 1) : B9600;
	memcpy(i->device, rest, n);
	return i->baud != B0;
}

enum status indicator_open(struct cx *cx, const char *where, struct indicator **out)
{
	struct indicator *i = calloc(1, sizeof *i);
	if (!i)
		abort();
	pthread_mutex_init(&i->lock, NULL);
	if (!parse(where, i) || pipe2(i->stop, O_CLOEXEC) != 0) {
		free(i);
		return cx_fail(cx, STATUS_INVALID, "--indicator is tcp:HOST:PORT or serial:DEVICE[:BAUD], not %s", where);
	}
	pthread_create(&i->thread, NULL, run, i);
	*out = i;
	return STATUS_OK;
}

void indicator_close(struct indicator *i)
{
	if (!i)
		return;
	close(i->stop[1]);
	pthread_join(i->thread, NULL);
	close(i->stop[0]);
	free(i);
}

void indicator_read(struct indicator *i, int64_t seconds, struct indicated *out)
{
	*out = (struct indicated){0};
	if (!i)
		return;
	pthread_mutex_lock(&i->lock);
	out->connected = i->connected;
	out->overload = i->last.overload;
	out->skipped = i->skipped;
	if (i->stable_at) {
		out->age_ms = now_ms() - i->stable_at;
		out->any = out->age_ms <= seconds * 1000;
		out->kg = (i->stable_grams + 500) / 1000;
	}
	pthread_mutex_unlock(&i->lock);
}
