-- What can be searched.  A row is the thing's own words; the index over them (db/text.h) follows a moment later, and
-- until then the row is pending and is compared directly, so that a search never misses what was just written.

CREATE TABLE search_doc (
    county      BIGINT NOT NULL,
    kind        TEXT   NOT NULL,                 -- task, notice, org …
    item        BIGINT NOT NULL,
    doc         BIGINT NOT NULL,                 -- its number in the index; newer things have higher ones
    scope       TEXT   NOT NULL DEFAULT '',      -- paths of organisations that see it, each between line feeds; '': everyone
    perm        BIGINT NOT NULL DEFAULT 0,       -- permissions that a reader needs
    title       TEXT   NOT NULL,
    text        TEXT   NOT NULL,
    pending     BIGINT NOT NULL DEFAULT 1,
    held        BIGINT NOT NULL DEFAULT 0,       -- 1: the index holds words of it: those of indexed while pending, else of title and text
    indexed     TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (county, kind, item)
) @clustered@;
CREATE UNIQUE INDEX search_doc_number ON search_doc (county, doc);
CREATE INDEX search_doc_pending ON search_doc (county, doc) WHERE pending = 1;

@text_index@;
