#include "proto/doc_vote.h"

#include <assert.h>
#include <string.h>

#include "proto/doc_build.h"

/* A line longer than this is no line of a page: it is left as it is. */
enum { MAX_LENGTH = 250 };

struct reading {
	uint32_t c[MAX_LENGTH];
	int n;
};

/* For each place of the first reading: what stands there in the other (0: nothing), and what it has before it. */
struct aligned {
	uint32_t at[MAX_LENGTH + 1];
	int before_from[MAX_LENGTH + 1], before_to[MAX_LENGTH + 1];
};

static bool take(const char *s, struct reading *r)
{
	r->n = 0;
	for (size_t left = strlen(s), k; left > 0; s += k, left -= k) {
		uint32_t c = 0xfffd;
		k = utf8_one(s, left, &c);
		if (!k || r->n == MAX_LENGTH)
			return false;
		r->c[r->n++] = c;
	}
	return true;
}

/* The cheapest way to turn a into b, as an edit table, walked back from its end. */
static void align(struct cx *cx, const struct reading *a, const struct reading *b, struct aligned *out)
{
	int w = b->n + 1;
	uint16_t *cost = arena_array_of(cx->mem, uint16_t, (size_t)(a->n + 1) * (size_t)w);
	for (int i = 0; i <= a->n; i++)
		for (int j = 0; j < w; j++) {
			int best = i == 0 ? j : cost[(i - 1) * w + j] + 1;
			if (i > 0 && j > 0) {
				int swap = cost[(i - 1) * w + j - 1] + (a->c[i - 1] != b->c[j - 1]);
				best = swap < best ? swap : best;
			}
			if (j > 0 && cost[i * w + j - 1] + 1 < best)
				best = cost[i * w + j - 1] + 1;
			cost[i * w + j] = (uint16_t)best;
		}
	int i = a->n, j = b->n;
	out->before_to[i] = j;
	while (i > 0 || j > 0) {
		int here = cost[i * w + j];
		if (i > 0 && j > 0 && here == cost[(i - 1) * w + j - 1] + (a->c[i - 1] != b->c[j - 1])) {
			out->before_from[i] = j;
			out->at[--i] = b->c[--j];
			out->before_to[i] = j;
		} else if (i > 0 && here == cost[(i - 1) * w + j] + 1) {
			out->before_from[i] = j;
			out->at[--i] = 0;
			out->before_to[i] = j;
		} else {
			j--;
		}
	}
	out->before_from[0] = 0;
}

struct ballot {
	struct reading r[VOTE_MOST];            /* r[0] is what the others are held against */
	struct aligned x[VOTE_MOST];
	int n;
};

/* What most have at place i; the first reading's own where it is not fewer. */
static uint32_t elected(const struct ballot *b, int i)
{
	uint32_t best = b->r[0].c[i];
	int most = 0;
	for (int k = 0; k < b->n; k++) {
		uint32_t c = k == 0 ? b->r[0].c[i] : b->x[k].at[i];
		int votes = c == b->r[0].c[i];
		for (int j = 1; j < b->n; j++)
			votes += b->x[j].at[i] == c;
		if (votes > most) {
			most = votes;
			best = c;
		}
	}
	return best;
}

static bool same_before(const struct ballot *b, int j, int k, int i)
{
	const struct aligned *x = &b->x[j], *y = &b->x[k];
	int n = x->before_to[i] - x->before_from[i];
	return n == y->before_to[i] - y->before_from[i] &&
	       memcmp(b->r[j].c + x->before_from[i], b->r[k].c + y->before_from[i], (size_t)n * sizeof(uint32_t)) == 0;
}

/* What more have before place i than have nothing there, as the first has. */
static void put_inserted(const struct ballot *b, int i, struct buf *out)
{
	int best = 0, most = 1;
	/* At the end of a line the model is given to dropping the last character: there two are enough. */
	for (int k = 1; k < b->n && i < b->r[0].n; k++)
		most += b->x[k].before_to[i] == b->x[k].before_from[i];
	for (int k = 1; k < b->n; k++) {
		int votes = 0;
		for (int j = 1; j < b->n; j++)
			votes += same_before(b, j, k, i);
		if (votes > most && b->x[k].before_to[i] > b->x[k].before_from[i]) {
			most = votes;
			best = k;
		}
	}
	for (int j = b->x[best].before_from[i]; best > 0 && j < b->x[best].before_to[i]; j++)
		utf8_put(out, b->r[best].c[j]);
}

const char *vote(struct cx *cx, const char *const *readings, int n)
{
	struct ballot *b = arena_new_of(cx->mem, struct ballot);
	struct buf out;
	assert(n >= 1 && n <= VOTE_MOST);
	if (!take(readings[0], &b->r[0]))
		return readings[0];
	b->n = 1;
	for (int k = 1; k < n; k++)
		if (readings[k] && take(readings[k], &b->r[b->n])) {
			align(cx, &b->r[0], &b->r[b->n], &b->x[b->n]);
			b->n++;
		}
	buf_init(&out, cx->mem);
	for (int i = 0; i <= b->r[0].n; i++) {
		put_inserted(b, i, &out);
		uint32_t c = i < b->r[0].n ? elected(b, i) : 0;
		if (c)
			utf8_put(&out, c);
	}
	return out.s;
}
