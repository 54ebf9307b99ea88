-- The ledger, the evidence store, jobs and notifications.

-- What was written, by whom, when: one row a business write, in the transaction of that write; never changed.
CREATE TABLE ledger_entry (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    person      BIGINT NOT NULL,
    org         BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    item        BIGINT NOT NULL,
    action      TEXT   NOT NULL,
    data        TEXT   NOT NULL,                 -- JSON on one line, kept as it was given: it is part of the leaf
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX ledger_entry_item ON ledger_entry (county, kind, item, id);
CREATE INDEX ledger_entry_person ON ledger_entry (county, person, id);
CREATE INDEX ledger_entry_at ON ledger_entry (county, at, id);

-- Entries that have no position in the tree yet (docs/decisions/0002-ledger-sequencing.md).
CREATE TABLE ledger_pending (
    county      BIGINT NOT NULL,
    entry       BIGINT NOT NULL,
    PRIMARY KEY (county, entry)
) @clustered@;

-- One row a county; whoever appends to the tree first moves size on, guarded by the size he found.
CREATE TABLE ledger_tree (
    county      BIGINT NOT NULL,
    suite       TEXT   NOT NULL,
    size        BIGINT NOT NULL,
    PRIMARY KEY (county)
) @clustered@;

CREATE TABLE ledger_leaf (
    county      BIGINT NOT NULL,
    position    BIGINT NOT NULL,
    entry       BIGINT NOT NULL,
    nodes       TEXT   NOT NULL,                 -- hex: the leaf's hash, then the subtrees of level 1, 2 … that it completed
    PRIMARY KEY (county, position)
) @clustered@;
CREATE UNIQUE INDEX ledger_leaf_entry ON ledger_leaf (county, entry);

-- Public keys: our own (whose = '') and those of witnesses.
CREATE TABLE ledger_key (
    county      BIGINT NOT NULL,
    id          TEXT   NOT NULL,
    suite       TEXT   NOT NULL,
    public      TEXT   NOT NULL,                 -- PEM
    whose       TEXT   NOT NULL DEFAULT '',
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;

CREATE TABLE ledger_head (
    county      BIGINT NOT NULL,
    size        BIGINT NOT NULL,
    root        TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    suite       TEXT   NOT NULL,
    key         TEXT   NOT NULL,
    signature   TEXT   NOT NULL,
    PRIMARY KEY (county, size)
) @clustered@;

-- Witnesses' signatures under our heads.
CREATE TABLE ledger_cosign (
    county      BIGINT NOT NULL,
    size        BIGINT NOT NULL,
    witness     TEXT   NOT NULL,
    key         TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    signature   TEXT   NOT NULL,
    PRIMARY KEY (county, size, key)
) @clustered@;

-- The newest head of another county that we signed as its witness: the next one must be consistent with it.
CREATE TABLE ledger_witnessed (
    county      BIGINT NOT NULL,
    other       BIGINT NOT NULL,
    key         TEXT   NOT NULL,
    size        BIGINT NOT NULL,
    root        TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, other)
) @clustered@;

-- Files by their SHA-256; the bytes are in the evidence store, this is what is known about them.
CREATE TABLE evidence (
    county      BIGINT NOT NULL,
    hash        TEXT   NOT NULL,
    size        BIGINT NOT NULL,
    type        TEXT   NOT NULL,
    name        TEXT   NOT NULL,                 -- what the first who brought it called it
    person      BIGINT NOT NULL,
    org         BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    width       BIGINT NOT NULL DEFAULT 0,
    height      BIGINT NOT NULL DEFAULT 0,
    taken_at    BIGINT NOT NULL DEFAULT 0,       -- as the camera says
    located     BIGINT NOT NULL DEFAULT 0,       -- 1: lat and lon are what the camera says
    lat         DOUBLE PRECISION NOT NULL DEFAULT 0,
    lon         DOUBLE PRECISION NOT NULL DEFAULT 0,
    thumb       BIGINT NOT NULL DEFAULT 0,       -- 0 not tried, 1 made, 2 there is none
    PRIMARY KEY (county, hash)
) @clustered@;

CREATE INDEX evidence_unthumbed ON evidence (county) WHERE thumb = 0;

-- Everyone who brought these bytes; he had them, so he may read them.
CREATE TABLE evidence_owner (
    county      BIGINT NOT NULL,
    hash        TEXT   NOT NULL,
    person      BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, hash, person)
) @clustered@;

CREATE TABLE evidence_link (
    county      BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    item        BIGINT NOT NULL,
    hash        TEXT   NOT NULL,
    name        TEXT   NOT NULL DEFAULT '',
    person      BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, kind, item, hash)
) @clustered@;
CREATE INDEX evidence_link_hash ON evidence_link (county, hash);

CREATE TABLE job (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    args        TEXT   NOT NULL DEFAULT '{}',
    state       TEXT   NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    progress    BIGINT NOT NULL DEFAULT 0,
    total       BIGINT NOT NULL DEFAULT 0,
    note        TEXT   NOT NULL DEFAULT '',
    result      TEXT   NOT NULL DEFAULT '',
    person      BIGINT NOT NULL,
    org         BIGINT NOT NULL DEFAULT 0,
    at          BIGINT NOT NULL,
    started     BIGINT NOT NULL DEFAULT 0,
    finished    BIGINT NOT NULL DEFAULT 0,
    tries       BIGINT NOT NULL DEFAULT 0,
    lease       BIGINT NOT NULL DEFAULT 0,       -- machine seconds until which the owner is taken to be alive
    owner       TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX job_state ON job (county, state, id);
CREATE INDEX job_person ON job (county, person, id);

CREATE TABLE notification (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    person      BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    zh          TEXT   NOT NULL,                 -- the title in both languages: the reader's is known when he reads
    en          TEXT   NOT NULL,
    text        TEXT   NOT NULL DEFAULT '',
    link        TEXT   NOT NULL DEFAULT '',
    read_at     BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX notification_person ON notification (county, person, id);
CREATE INDEX notification_unread ON notification (county, person) WHERE read_at = 0;
