/* notice_find.h - between notice_find.c and notice_actors.c. */
#ifndef PROTO_NOTICE_FIND_H
#define PROTO_NOTICE_FIND_H

#include "proto/notice_parse.h"

void actors_find(struct reader *r, struct span s, struct units *out);
bool actor_listed(const struct reader *r, const struct duty *d, struct span actor);
void slips_find(struct reader *r, struct span s, const char *no); /* doubtful characters */
void finding_add(struct reader *r, const char *kind, const char *no, struct span words, const char *text);

#endif
