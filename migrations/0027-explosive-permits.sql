-- Explosives (measure 9): quotas, permits, monthly reconciliation, the management rules, the market.

CREATE TABLE explosive_quota (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    mine        BIGINT NOT NULL,
    year        BIGINT NOT NULL,
    planned_t   DOUBLE PRECISION NOT NULL,
    planned_source TEXT NOT NULL DEFAULT '',     -- which limit bound it
    ore_density DOUBLE PRECISION NOT NULL,
    ore_density_source TEXT NOT NULL DEFAULT '',
    ore_q       DOUBLE PRECISION NOT NULL,
    ore_q_source TEXT  NOT NULL DEFAULT '',
    strip_ratio DOUBLE PRECISION NOT NULL DEFAULT 0,
    strip_ratio_source TEXT NOT NULL DEFAULT '',
    rock_density DOUBLE PRECISION NOT NULL DEFAULT 0,
    rock_density_source TEXT NOT NULL DEFAULT '',
    rock_q      DOUBLE PRECISION NOT NULL DEFAULT 0,
    rock_q_source TEXT NOT NULL DEFAULT '',
    k           DOUBLE PRECISION NOT NULL DEFAULT 1,
    k_source    TEXT   NOT NULL DEFAULT '',
    safety_stock_kg DOUBLE PRECISION NOT NULL DEFAULT 0,
    kg_year     DOUBLE PRECISION NOT NULL,
    kg_per_t    DOUBLE PRECISION NOT NULL,
    detonators  BIGINT NOT NULL,
    sum         TEXT   NOT NULL,                 -- every step, as JSON
    signed_by   BIGINT NOT NULL DEFAULT 0,
    signed_at   BIGINT NOT NULL DEFAULT 0,
    approved_by BIGINT NOT NULL DEFAULT 0,
    approved_at BIGINT NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX explosive_quota_mine ON explosive_quota (county, mine, year, id);
CREATE INDEX explosive_quota_state ON explosive_quota (county, state, id);

CREATE TABLE explosive_supplier (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    name        TEXT   NOT NULL,
    licence     TEXT   NOT NULL DEFAULT '',
    valid_to    TEXT   NOT NULL DEFAULT '',
    outside     BIGINT NOT NULL DEFAULT 0,       -- its seat is in another county
    ended_on    TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX explosive_supplier_name ON explosive_supplier (county, name);

CREATE TABLE explosive_purchase (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    no          TEXT   NOT NULL,
    mine        BIGINT NOT NULL,
    magazine    BIGINT NOT NULL,
    supplier    BIGINT NOT NULL,
    purpose     TEXT   NOT NULL,
    use_text    TEXT   NOT NULL,
    bank_account TEXT  NOT NULL,
    emulsion_kg BIGINT NOT NULL DEFAULT 0,
    anfo_kg     BIGINT NOT NULL DEFAULT 0,
    detonators  BIGINT NOT NULL DEFAULT 0,
    cord_m      BIGINT NOT NULL DEFAULT 0,
    applied_on  TEXT   NOT NULL,
    due         TEXT   NOT NULL,
    decided_on  TEXT   NOT NULL DEFAULT '',
    valid_to    TEXT   NOT NULL DEFAULT '',
    reason      TEXT   NOT NULL DEFAULT '',      -- why it was refused
    overridden  BIGINT NOT NULL DEFAULT 0 CHECK (overridden IN (0, 1)),
    override_reason TEXT NOT NULL DEFAULT '' CHECK (overridden = 0 OR override_reason <> ''),
    override_by BIGINT NOT NULL DEFAULT 0 CHECK (overridden = 0 OR override_by <> 0),
    override_at BIGINT NOT NULL DEFAULT 0,
    override_failed TEXT NOT NULL DEFAULT '',    -- the conditions that it did not pass
    price_fen   BIGINT NOT NULL DEFAULT 0,       -- of a tonne of explosive, in fen
    deal_on     TEXT   NOT NULL DEFAULT '',
    filed_on    TEXT   NOT NULL DEFAULT '',
    sent_emulsion_kg BIGINT NOT NULL DEFAULT 0,  -- on transports that have left
    sent_anfo_kg BIGINT NOT NULL DEFAULT 0,
    sent_detonators BIGINT NOT NULL DEFAULT 0,
    sent_cord_m BIGINT NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id),
    CHECK (sent_emulsion_kg <= emulsion_kg AND sent_anfo_kg <= anfo_kg AND sent_detonators <= detonators AND sent_cord_m <= cord_m)
) @clustered@;
CREATE INDEX explosive_purchase_mine ON explosive_purchase (county, mine, id);
CREATE INDEX explosive_purchase_state ON explosive_purchase (county, state, due, id);
CREATE INDEX explosive_purchase_decided ON explosive_purchase (county, decided_on);
CREATE INDEX explosive_purchase_supplier ON explosive_purchase (county, supplier, decided_on);
CREATE UNIQUE INDEX explosive_purchase_no ON explosive_purchase (county, no);

CREATE TABLE explosive_transport (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    no          TEXT   NOT NULL,
    purchase    BIGINT NOT NULL,
    mine        BIGINT NOT NULL,
    magazine    BIGINT NOT NULL,
    carrier     TEXT   NOT NULL,
    vehicle     TEXT   NOT NULL,
    driver      TEXT   NOT NULL,
    escort      TEXT   NOT NULL,
    from_place  TEXT   NOT NULL,
    route       TEXT   NOT NULL,
    stops       TEXT   NOT NULL DEFAULT '',
    emulsion_kg BIGINT NOT NULL DEFAULT 0,
    anfo_kg     BIGINT NOT NULL DEFAULT 0,
    detonators  BIGINT NOT NULL DEFAULT 0,
    cord_m      BIGINT NOT NULL DEFAULT 0,
    codes       TEXT   NOT NULL DEFAULT '',      -- of the detonators, as the seller lists them
    applied_on  TEXT   NOT NULL,
    due         TEXT   NOT NULL,
    decided_on  TEXT   NOT NULL DEFAULT '',
    valid_to    TEXT   NOT NULL DEFAULT '',
    reason      TEXT   NOT NULL DEFAULT '',
    departed_at BIGINT NOT NULL DEFAULT 0,
    arrived_on  TEXT   NOT NULL DEFAULT '',
    return_by   TEXT   NOT NULL DEFAULT '',
    returned_on TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX explosive_transport_mine ON explosive_transport (county, mine, id);
CREATE INDEX explosive_transport_purchase ON explosive_transport (county, purchase, id);
CREATE INDEX explosive_transport_state ON explosive_transport (county, state, due, id);
CREATE UNIQUE INDEX explosive_transport_no ON explosive_transport (county, no);

-- A mine's month: what the ledger says, what lies there, handed in and closed.
CREATE TABLE explosive_month (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    mine        BIGINT NOT NULL,
    month       TEXT   NOT NULL,                 -- 2023-10
    sum         TEXT   NOT NULL DEFAULT '',      -- of the ledger, as it was handed in
    note        TEXT   NOT NULL DEFAULT '',
    submitted_at BIGINT NOT NULL DEFAULT 0,
    closed_at   BIGINT NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX explosive_month_of ON explosive_month (county, mine, month);
CREATE INDEX explosive_month_state ON explosive_month (county, state, month, id);

-- The management rules themselves.
CREATE TABLE explosive_regulation (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    text        TEXT   NOT NULL,
    edition     BIGINT NOT NULL DEFAULT 1,
    comment_until TEXT NOT NULL DEFAULT '',
    review_no   TEXT   NOT NULL DEFAULT '',
    review_conclusion TEXT NOT NULL DEFAULT '',
    review_on   TEXT   NOT NULL DEFAULT '',
    reading_by  TEXT   NOT NULL DEFAULT '',
    read_on     TEXT   NOT NULL DEFAULT '',
    doc_no      TEXT   NOT NULL DEFAULT '',
    issued_on   TEXT   NOT NULL DEFAULT '',
    valid_from  TEXT   NOT NULL DEFAULT '',
    valid_to    TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX explosive_regulation_state ON explosive_regulation (county, state, id);

CREATE TABLE explosive_comment (
    county      BIGINT NOT NULL,
    regulation  BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    org         BIGINT NOT NULL,
    person      BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    text        TEXT   NOT NULL,
    adopted     TEXT   NOT NULL DEFAULT '' CHECK (adopted IN ('', 'yes', 'partly', 'no')),
    answer      TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (county, regulation, id)
) @clustered@;

-- What explosives cost elsewhere.
CREATE TABLE explosive_price (
    county      BIGINT NOT NULL,
    place       TEXT   NOT NULL,                 -- the neighbouring county
    month       TEXT   NOT NULL,
    price_fen   BIGINT NOT NULL CHECK (price_fen > 0),
    source      TEXT   NOT NULL,
    entered_by  BIGINT NOT NULL,
    entered_at  BIGINT NOT NULL,
    PRIMARY KEY (county, place, month)
) @clustered@;
