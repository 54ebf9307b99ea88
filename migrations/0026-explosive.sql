-- Explosives (measure 9): magazines and their journals, what every piece went through, alerts.
-- Amounts are whole numbers of the item's unit: grams of explosive, pieces of detonator, metres of cord.

CREATE TABLE explosive_magazine (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    mine        BIGINT NOT NULL,
    name        TEXT   NOT NULL,
    explosive_g BIGINT NOT NULL CHECK (explosive_g >= 0),        -- what its evaluation report lets lie in it
    detonators  BIGINT NOT NULL CHECK (detonators >= 0),
    cord_m      BIGINT NOT NULL CHECK (cord_m >= 0),
    evaluation  TEXT   NOT NULL DEFAULT '',      -- number of the safety evaluation report
    evaluated_on TEXT  NOT NULL DEFAULT '',
    valid_to    TEXT   NOT NULL DEFAULT '',
    closed_on   TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX explosive_magazine_name ON explosive_magazine (county, mine, name);

-- The public keys by which keepers and blasters sign; one person may have one on each device.
CREATE TABLE explosive_key (
    county      BIGINT NOT NULL,
    magazine    BIGINT NOT NULL,
    id          TEXT   NOT NULL,                 -- of the public key, see core/sign.h
    person      TEXT   NOT NULL,
    post        TEXT   NOT NULL CHECK (post IN ('keeper', 'blaster', 'safety', 'engineer')),
    certificate TEXT   NOT NULL DEFAULT '',
    public      TEXT   NOT NULL,
    device      TEXT   NOT NULL DEFAULT '',
    made_by     BIGINT NOT NULL,
    made_at     BIGINT NOT NULL,
    revoked_at  BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (county, magazine, id)
) @clustered@;

-- The journal: what was signed at a magazine, never changed and never removed.  The hash of the text is its name, so the
-- same entry sent twice is one row, and two different entries with one number both stay.
CREATE TABLE explosive_entry (
    county      BIGINT NOT NULL,
    hash        TEXT   NOT NULL,
    id          BIGINT NOT NULL,
    magazine    BIGINT NOT NULL,
    mine        BIGINT NOT NULL,
    device      TEXT   NOT NULL,
    seq         BIGINT NOT NULL,
    prev        TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    permit      BIGINT NOT NULL DEFAULT 0,
    blast       BIGINT NOT NULL DEFAULT 0,
    person      TEXT   NOT NULL DEFAULT '',
    signers     TEXT   NOT NULL DEFAULT '',
    body        TEXT   NOT NULL,
    signatures  TEXT   NOT NULL,
    counts      BIGINT NOT NULL CHECK (counts IN (0, 1)),        -- 0: its signatures do not hold; kept, and not booked
    received_at BIGINT NOT NULL,
    received_by BIGINT NOT NULL,
    PRIMARY KEY (county, hash)
) @clustered@;
CREATE INDEX explosive_entry_new ON explosive_entry (county, magazine, id);
CREATE INDEX explosive_entry_at ON explosive_entry (county, magazine, at);
CREATE INDEX explosive_entry_device ON explosive_entry (county, device, seq);
CREATE INDEX explosive_entry_permit ON explosive_entry (county, permit);
CREATE INDEX explosive_entry_blast ON explosive_entry (county, blast);

-- Double entry: the lines of an entry sum to nothing, item by item.
CREATE TABLE explosive_line (
    county      BIGINT NOT NULL,
    account     TEXT   NOT NULL,
    item        TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    device      TEXT   NOT NULL,
    seq         BIGINT NOT NULL,
    hash        TEXT   NOT NULL,
    n           BIGINT NOT NULL,
    amount      BIGINT NOT NULL CHECK (amount <> 0),
    mine        BIGINT NOT NULL,
    magazine    BIGINT NOT NULL,
    blast       BIGINT NOT NULL DEFAULT 0,
    kind        TEXT   NOT NULL,
    PRIMARY KEY (county, account, item, at, device, seq, hash, n)
) @clustered@;
CREATE INDEX explosive_line_entry ON explosive_line (county, hash);
CREATE INDEX explosive_line_blast ON explosive_line (county, blast, item, at);
CREATE INDEX explosive_line_mine ON explosive_line (county, mine, at);

CREATE TABLE explosive_account (
    county      BIGINT NOT NULL,
    account     TEXT   NOT NULL,
    item        TEXT   NOT NULL,
    kind        TEXT   NOT NULL,                 -- supplier, transport, magazine, blaster, blast, return, destruction, loss, opening
    mine        BIGINT NOT NULL,
    magazine    BIGINT NOT NULL,
    amount      BIGINT NOT NULL,
    last_at     BIGINT NOT NULL,
    PRIMARY KEY (county, account, item)
) @clustered@;
CREATE INDEX explosive_account_mine ON explosive_account (county, mine, kind, item);
CREATE INDEX explosive_account_open ON explosive_account (county, kind, last_at) WHERE amount <> 0;

-- Detonators, each by its code and the day it was made (a code comes again after ten years).
CREATE TABLE explosive_piece (
    county      BIGINT NOT NULL,
    code        TEXT   NOT NULL,
    made_on     TEXT   NOT NULL,
    mine        BIGINT NOT NULL,
    magazine    BIGINT NOT NULL,
    state       TEXT   NOT NULL,
    holder      TEXT   NOT NULL DEFAULT '',
    blast       BIGINT NOT NULL DEFAULT 0,
    last_at     BIGINT NOT NULL,
    steps       BIGINT NOT NULL,
    faults      BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (county, code, made_on)
) @clustered@;
CREATE INDEX explosive_piece_where ON explosive_piece (county, magazine, state, code);

CREATE TABLE explosive_piece_step (
    county      BIGINT NOT NULL,
    code        TEXT   NOT NULL,
    made_on     TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    device      TEXT   NOT NULL,
    seq         BIGINT NOT NULL,
    hash        TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    mine        BIGINT NOT NULL,
    magazine    BIGINT NOT NULL,
    holder      TEXT   NOT NULL DEFAULT '',
    blast       BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (county, code, made_on, at, device, seq, hash)
) @clustered@;

-- What was counted, and what the book said at that moment (reckoned anew when an earlier entry comes in late).
CREATE TABLE explosive_count (
    county      BIGINT NOT NULL,
    magazine    BIGINT NOT NULL,
    item        TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    device      TEXT   NOT NULL,
    seq         BIGINT NOT NULL,
    hash        TEXT   NOT NULL,
    counted     BIGINT NOT NULL,
    book        BIGINT NOT NULL,
    PRIMARY KEY (county, magazine, item, at, device, seq, hash)
) @clustered@;

CREATE TABLE explosive_alert (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    subject     TEXT   NOT NULL,                 -- what it is about: an account, a detonator, an entry
    mine        BIGINT NOT NULL,
    magazine    BIGINT NOT NULL,
    item        TEXT   NOT NULL DEFAULT '',
    expected    BIGINT NOT NULL DEFAULT 0,
    found       BIGINT NOT NULL DEFAULT 0,
    detail      TEXT   NOT NULL DEFAULT '',
    holds       BIGINT NOT NULL CHECK (holds IN (0, 1)), -- do the entries known now still say so?
    since       BIGINT NOT NULL,
    ended_at    BIGINT NOT NULL DEFAULT 0,
    finding     TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX explosive_alert_about ON explosive_alert (county, kind, subject);
CREATE INDEX explosive_alert_state ON explosive_alert (county, state, id);
CREATE INDEX explosive_alert_mine ON explosive_alert (county, mine, state, id);

-- A blast: designed, released, fired, settled.
CREATE TABLE explosive_blast (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    mine        BIGINT NOT NULL,
    no          TEXT   NOT NULL,
    day         TEXT   NOT NULL,
    shift       TEXT   NOT NULL DEFAULT 'day',
    place       TEXT   NOT NULL,
    material    TEXT   NOT NULL CHECK (material IN ('ore', 'rock')),
    blaster     TEXT   NOT NULL,
    engineer    TEXT   NOT NULL,
    holes       BIGINT NOT NULL,
    hole_mm     BIGINT NOT NULL DEFAULT 0,
    depth_m     DOUBLE PRECISION NOT NULL DEFAULT 0,
    spacing_m   DOUBLE PRECISION NOT NULL DEFAULT 0,
    burden_m    DOUBLE PRECISION NOT NULL DEFAULT 0,
    volume_m3   DOUBLE PRECISION NOT NULL,       -- as designed
    plan_g      BIGINT NOT NULL,
    plan_detonators BIGINT NOT NULL,
    delay_kg    DOUBLE PRECISION NOT NULL DEFAULT 0,     -- largest charge fired at once
    distance_m  DOUBLE PRECISION NOT NULL DEFAULT 0,     -- to what must be protected
    hardness    TEXT   NOT NULL DEFAULT 'medium',
    allowed_kg  DOUBLE PRECISION NOT NULL DEFAULT 0,     -- by the vibration rule
    circle_m    BIGINT NOT NULL,
    circle_ground TEXT NOT NULL DEFAULT '',
    fired_at    BIGINT NOT NULL DEFAULT 0,
    broken_m3   DOUBLE PRECISION NOT NULL DEFAULT 0,     -- what it loosened
    misfires    BIGINT NOT NULL DEFAULT 0,
    vibration_cm_s DOUBLE PRECISION NOT NULL DEFAULT 0,
    used_g      BIGINT NOT NULL DEFAULT 0,       -- as the ledger says when it is settled
    used_detonators BIGINT NOT NULL DEFAULT 0,
    note        TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX explosive_blast_mine ON explosive_blast (county, mine, day, id);
CREATE INDEX explosive_blast_state ON explosive_blast (county, state, id);
