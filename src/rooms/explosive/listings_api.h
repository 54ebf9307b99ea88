/* listings_api.h - inside the room: its lists, as pages and as spreadsheets. */
#ifndef ROOMS_EXPLOSIVE_LISTINGS_API_H
#define ROOMS_EXPLOSIVE_LISTINGS_API_H

#include "core/listing_api.h"

extern const struct listing quota_listing, purchase_listing, transport_listing, month_listing, magazine_listing,
	journal_listing, alert_listing, blast_listing, supplier_listing, regulation_listing;

/* A list and its spreadsheet, two rows of a table of routes. */
#define LISTING_ROUTES(path, listing, perm_bits, query_record, row_record, words)                                      \
	{"GET",                                                                                                        \
	 path,                                                                                                         \
	 perm_bits,                                                                                                    \
	 listing_get,                                                                                                  \
	 .of = &listing,                                                                                               \
	 .query = &query_record,                                                                                       \
	 .reply = &row_record,                                                                                         \
	 .flags = ROUTE_LIST,                                                                                          \
	 .help = words},                                                                                               \
	{                                                                                                              \
		"GET", path "/export.xlsx", perm_bits, listing_get_sheet, .of = &listing, .query = &query_record,      \
			.type = TYPE_XLSX,                                                                             \
									  .flags = ROUTE_OWN_WRITE,                    \
									  .help = "the same list as a spreadsheet"     \
	}

#endif
