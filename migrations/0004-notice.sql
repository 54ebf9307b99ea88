-- Notices: the file as it came, what was read from it, the draft under review, what was issued.

CREATE TABLE notice (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    title       TEXT   NOT NULL DEFAULT '',
    number      TEXT   NOT NULL DEFAULT '',
    issuer      TEXT   NOT NULL DEFAULT '',
    date        TEXT   NOT NULL DEFAULT '',      -- the document's own
    year        BIGINT NOT NULL DEFAULT 0,
    year_reason TEXT   NOT NULL DEFAULT '',
    task_count  BIGINT NOT NULL DEFAULT 0,
    finding_count BIGINT NOT NULL DEFAULT 0,     -- still open: neither corrected nor ignored
    file_hash   TEXT   NOT NULL,
    file_name   TEXT   NOT NULL,
    file_size   BIGINT NOT NULL,
    file_type   TEXT   NOT NULL,
    text_hash   TEXT   NOT NULL DEFAULT '',      -- of the letters and digits of its text: the same words in another format
    number_key  TEXT   NOT NULL DEFAULT '',      -- number and title without blanks and punctuation; '' where it has no number
    format      TEXT   NOT NULL DEFAULT '',
    pages       BIGINT NOT NULL DEFAULT 0,
    ocr         BIGINT NOT NULL DEFAULT 0,
    today       TEXT   NOT NULL,                 -- the day it was read on: what a deadline is past by
    amends      BIGINT NOT NULL DEFAULT 0,       -- the issued notice that this one changes
    duplicate_of BIGINT NOT NULL DEFAULT 0,      -- the notice that says the same
    error       TEXT   NOT NULL DEFAULT '',      -- why it could not be read
    job         BIGINT NOT NULL DEFAULT 0,       -- that reads it
    draft_hash  TEXT   NOT NULL DEFAULT '',      -- of notice_body.draft, as the ledger has it
    created_at  BIGINT NOT NULL,
    created_by  BIGINT NOT NULL,
    issued_at   BIGINT NOT NULL DEFAULT 0,
    issued_by   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX notice_file ON notice (county, file_hash);
CREATE INDEX notice_text ON notice (county, text_hash);
CREATE INDEX notice_number ON notice (county, number_key);
CREATE INDEX notice_amends ON notice (county, amends);

-- The long parts, which lists do not read.
CREATE TABLE notice_body (
    county      BIGINT NOT NULL,
    notice      BIGINT NOT NULL,
    text        TEXT   NOT NULL,                 -- as read; offsets are Unicode code points of it
    draft       TEXT   NOT NULL,                 -- {"items":[…],"findings":[…]}: see notice_draft.h
    unused      TEXT   NOT NULL DEFAULT '[]',
    warnings    TEXT   NOT NULL DEFAULT '[]',
    compared    TEXT   NOT NULL DEFAULT '',      -- of an issued amendment: what it changed
    PRIMARY KEY (county, notice)
);
