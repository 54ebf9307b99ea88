-- Overloading as a case of two departments, and what follows for truck, driver, carrier and mine.

CREATE TABLE haulage_case (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    no          TEXT   NOT NULL,
    ticket      BIGINT NOT NULL,
    scale       BIGINT NOT NULL,
    mine        BIGINT NOT NULL DEFAULT 0,       -- where it was loaded
    vehicle     BIGINT NOT NULL,
    driver      BIGINT NOT NULL DEFAULT 0,
    carrier     BIGINT NOT NULL DEFAULT 0,
    offended_on TEXT   NOT NULL,
    gross_kg    BIGINT NOT NULL,
    counted_kg  BIGINT NOT NULL,
    limit_kg    BIGINT NOT NULL,
    over_kg     BIGINT NOT NULL,
    verdict     TEXT   NOT NULL,                 -- JSON: as it was judged on the day, with the rules
    fine_yuan   BIGINT NOT NULL,                 -- by the transport rule
    fine_most   BIGINT NOT NULL,                 -- the most that either law allows
    fine_least  BIGINT NOT NULL,
    points      BIGINT NOT NULL,
    rated       BIGINT NOT NULL,                 -- 1: the registered greatest mass is known
    regross_kg  BIGINT NOT NULL DEFAULT 0,       -- after unloading
    unloaded_at BIGINT NOT NULL DEFAULT 0,
    document    TEXT   NOT NULL DEFAULT '',
    decided_on  TEXT   NOT NULL DEFAULT '',
    fined_yuan  BIGINT NOT NULL DEFAULT 0,
    scored      BIGINT NOT NULL DEFAULT 0,
    pay_by      TEXT   NOT NULL DEFAULT '',
    paid_yuan   BIGINT NOT NULL DEFAULT 0,
    paid_on     TEXT   NOT NULL DEFAULT '',
    closed_on   TEXT   NOT NULL DEFAULT '',
    copy_by     TEXT   NOT NULL DEFAULT '',
    copied_to   TEXT   NOT NULL DEFAULT '',
    copied_on   TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX haulage_case_ticket ON haulage_case (county, ticket);        -- one fault, one case
CREATE UNIQUE INDEX haulage_case_no ON haulage_case (county, no);
CREATE INDEX haulage_case_state ON haulage_case (county, state, id);
CREATE INDEX haulage_case_vehicle ON haulage_case (county, vehicle, offended_on);
CREATE INDEX haulage_case_driver ON haulage_case (county, driver, offended_on);
CREATE INDEX haulage_case_carrier ON haulage_case (county, carrier, offended_on);
CREATE INDEX haulage_case_mine ON haulage_case (county, mine, offended_on);

CREATE TABLE haulage_measure (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    party       TEXT   NOT NULL CHECK (party IN ('vehicle', 'driver', 'carrier', 'mine')),
    item        BIGINT NOT NULL,
    name        TEXT   NOT NULL,                 -- plate, certificate, firm, mine: as a gate compares it
    kind        TEXT   NOT NULL CHECK (kind IN ('revoke', 'stop_driving', 'rectify', 'talk', 'stop_loading')),
    basis       TEXT   NOT NULL,                 -- in words: the count, the window, the rule
    rule        TEXT   NOT NULL,
    haulage_case BIGINT NOT NULL DEFAULT 0,      -- the one that brought it about
    document    TEXT   NOT NULL DEFAULT '',
    since       TEXT   NOT NULL DEFAULT '',
    ended_on    TEXT   NOT NULL DEFAULT '',
    note        TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX haulage_measure_party ON haulage_measure (county, party, item, id);
CREATE INDEX haulage_measure_state ON haulage_measure (county, state, id);

-- A month's routes and its hours for the whole county: haulage_hour has both, but by too many rows for a map.
CREATE TABLE haulage_route (
    county      BIGINT NOT NULL,
    month       TEXT   NOT NULL,
    mine        BIGINT NOT NULL,
    scale       BIGINT NOT NULL,
    trips       BIGINT NOT NULL,
    over        BIGINT NOT NULL,
    over_kg     BIGINT NOT NULL,
    PRIMARY KEY (county, month, mine, scale)
) @clustered@;

CREATE TABLE haulage_clock (
    county      BIGINT NOT NULL,
    month       TEXT   NOT NULL,
    hour        BIGINT NOT NULL,
    trips       BIGINT NOT NULL,
    over        BIGINT NOT NULL,
    PRIMARY KEY (county, month, hour)
) @clustered@;
