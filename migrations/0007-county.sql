-- Which county this is.  A database of one machine holds one; a shared one holds a row for each.
CREATE TABLE county (
    county      BIGINT NOT NULL,                 -- division code (GB/T 2260), six digits
    name        TEXT   NOT NULL,
    short_name  TEXT   NOT NULL,                 -- the name without its last character, as prefixes of units leave it out
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county)
) @clustered@;

-- The audit trail is read backwards, by whom and by what.
CREATE INDEX audit_person ON audit (county, person, id);

-- Sessions that have ended are swept by their end.
CREATE INDEX session_end ON session (county, expires_at);

-- When a session was last used is written by its id.
CREATE INDEX session_by_id ON session (county, id);
