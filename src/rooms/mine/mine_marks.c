/* mine_marks.c - what other rooms mark on the map. */
#include "rooms/mine/map.h"

#include "core/perm.h"
#include "rooms/mine/mine_api.h"

static const struct field mark_fields[] = {
	FIELD(struct mine_mark, mine),
	FIELD(struct mine_mark, count),
	FIELD(struct mine_mark, urgent),
	FIELD(struct mine_mark, text),
};
const struct record mine_mark_record = RECORD(mine_mark, mark_fields);

static enum status get_marks(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct jw *w = &reply->w;
	(void)rq;
	jw_begin(w, '{');
	jw_key(w, "layers");
	jw_begin(w, '[');
	for (const struct mine_mark_source *s = mine_mark_sources; s->name; s++) {
		struct list l;
		if ((cx->perms & s->perms) != s->perms)
			continue;
		TRY(s->marks(cx, &l));
		jw_begin(w, '{');
		jw_key(w, "name");
		jw_text(w, s->name);
		jw_key(w, "label");
		jw_text(w, cx->lang == LANG_ZH ? s->zh : s->en);
		jw_key(w, "items");
		jw_list(w, &mine_mark_record, &l);
		jw_end(w);
	}
	jw_end(w);
	jw_end(w);
	return STATUS_OK;
}

static const struct answer_key mark_keys[] = {
	KEY("layers", "[{name:text label:text items:[@]}]", .of = &mine_mark_record),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/mines/marks", BIT(MINE_READ), get_marks,
	 .keys = mark_keys,
	 .help = "what rooms mark on the map: {layers:[{name, label, items:[{mine, count, urgent, text}]}]}"},
};
const struct routes mine_mark_routes = ROUTES("/api/mines/marks", table);
