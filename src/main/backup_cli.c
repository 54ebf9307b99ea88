#include "main/backup_cli.h"

#include <stdlib.h>
#include <string.h>
#include "core/backup.h"
#include "core/ledger.h"
#include "core/ledger_api.h"
#include "db/db.h"
#include "main/settings.h"

static void print_one(struct cx *cx, struct call *call, const struct backup *b)
{
	buf_printf(call->out, words(cx, "%s: %lld rows, %lld files of %lld bytes, ledger of size %lld"), b->name,
		   (long long)b->rows, (long long)b->files, (long long)b->bytes, (long long)b->ledger_size);
	buf_puts(call->out, "\n");
}

static void print_faults(struct call *call, const struct texts *faults)
{
	for (size_t i = 0; i < faults->count; i++)
		buf_printf(call->out, "  %s\n", faults->items[i]);
	call->no |= faults->count > 0;
}

static void print_json(struct call *call, const struct backup *b, const struct texts *faults)
{
	struct jw *w = &call->w;
	jw_begin(w, '{');
	jw_fields(w, &backup_record, b);
	jw_key(w, "found");
	jw_texts(w, faults);
	jw_end(w);
	call->no |= faults->count > 0;
}

static enum status make(struct cx *cx, struct call *call)
{
	const char *keep = call_option(call, "keep");
	struct backup_options o = {.settings = call_option(call, "settings")};
	struct backup b;
	if (keep) {
		char *end;
		o.keep = strtoll(keep, &end, 10);
		if (*end || o.keep < 1)
			return cx_fail_field(cx, "keep", "must be a number from 1 on");
	}
	if (!cx->county)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no county here yet, so there is nothing to save");
	TRY(backup_make(cx, call->args[0], &o, &b));
	if (call->json) {
		jw_record(&call->w, &backup_record, &b);
		call->no = b.faults.count > 0;
		return STATUS_OK;
	}
	print_one(cx, call, &b);
	print_faults(call, &b.faults);
	return STATUS_OK;
}

static enum status list(struct cx *cx, struct call *call)
{
	struct list l;
	TRY(backup_list(cx, call->args[0], &l));
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "items");
		jw_list(&call->w, &backup_record, &l);
		jw_end(&call->w);
		return STATUS_OK;
	}
	for (size_t i = 0; i < l.count; i++)
		print_one(cx, call, (struct backup *)l.items + i);
	return STATUS_OK;
}

static enum status verify(struct cx *cx, struct call *call)
{
	struct backup b;
	struct texts faults;
	TRY(backup_verify(cx, call->args[0], call->count > 1 ? call->args[1] : NULL, &b, &faults));
	if (call->json) {
		print_json(call, &b, &faults);
		return STATUS_OK;
	}
	print_one(cx, call, &b);
	print_faults(call, &faults);
	if (!faults.count)
		buf_puts(call->out, words(cx, "sound\n"));
	return STATUS_OK;
}

static enum status check_ledger(struct cx *cx, struct call *call, const struct backup *b)
{
	struct ledger_report r;
	TRY(ledger_verify(cx, ledger_checks, NULL, &r));
	if (b->ledger_size && (r.size != b->ledger_size || !r.root || strcmp(r.root, b->ledger_root) != 0))
		return cx_fail(cx, STATUS_INTERNAL, "the ledger's head is not the one that was saved");
	call->no = r.faults > 0;
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "backup");
		jw_record(&call->w, &backup_record, b);
		jw_key(&call->w, "ledger");
		jw_ledger_report(&call->w, &r);
		jw_end(&call->w);
		return STATUS_OK;
	}
	print_one(cx, call, b);
	print_faults(call, &r.words);
	buf_printf(call->out, words(cx, "the ledger after it: %lld entries, %lld faults"), (long long)r.entries,
		   (long long)r.faults);
	buf_puts(call->out, "\n");
	return STATUS_OK;
}

static enum status restore(struct cx *cx, struct call *call)
{
	const struct settings *s = call->settings;
	struct backup b;
	TRY(backup_restore(cx, call->args[0], call->count > 1 ? call->args[1] : NULL,
			   &(struct restore_options){.database = settings_database(cx, s), .data = s->data}, &b));
	return check_ledger(cx, call, &b);
}

static const struct verb table[] = {
	{"backup", "TARGET [--keep=N]", "keep=", 1, 1, VERB_DB, make,
	 "save the county into a folder while the server runs; evidence saved before is not copied again"},
	{"backup list", "TARGET", "", 1, 1, 0, list, "the backups in a folder, newest first"},
	{"backup verify", "TARGET [NAME]", "", 1, 2, 0, verify,
	 "read a backup again, the newest or the one named: hashes, rows, evidence"},
	{"restore", "SOURCE [NAME] --set=data.folder=NEW [--set=database.url=URL]", "", 1, 2, VERB_SETTINGS, restore,
	 "bring a backup back into a new data folder, on either engine, and verify its ledger"},
};
const struct verbs backup_verbs = VERBS(table);
