-- Trucks and what they weigh (measure 10): scales, vehicles, drivers, carriers; tickets and their sums.

CREATE TABLE haulage_scale (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    seq         BIGINT NOT NULL,                 -- 0 … 16383: part of its tickets' ids (haulage.h)
    kind        TEXT   NOT NULL CHECK (kind IN ('weighbridge', 'station', 'wim')),
    mine        BIGINT NOT NULL DEFAULT 0,       -- weighbridge: whose it is
    org         BIGINT NOT NULL DEFAULT 0,       -- station, weigh-in-motion: the department that runs it
    name        TEXT   NOT NULL,
    maker       TEXT   NOT NULL DEFAULT '',
    serial_no   TEXT   NOT NULL DEFAULT '',
    accuracy_class TEXT NOT NULL DEFAULT 'III',  -- III: weighed standing; 0.2 … 10: dynamic
    max_kg      BIGINT NOT NULL DEFAULT 0,
    division_kg BIGINT NOT NULL DEFAULT 0,
    certificate TEXT   NOT NULL DEFAULT '',
    certified_on TEXT  NOT NULL DEFAULT '',
    valid_to    TEXT   NOT NULL DEFAULT '',
    issuer      TEXT   NOT NULL DEFAULT '',
    lon         DOUBLE PRECISION NOT NULL DEFAULT 0,
    lat         DOUBLE PRECISION NOT NULL DEFAULT 0,
    active      BIGINT NOT NULL DEFAULT 1,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX haulage_scale_seq ON haulage_scale (county, seq);
CREATE INDEX haulage_scale_mine ON haulage_scale (county, mine, id);
CREATE INDEX haulage_scale_end ON haulage_scale (county, valid_to, id);

CREATE TABLE haulage_carrier (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    name        TEXT   NOT NULL,
    licence_no  TEXT   NOT NULL DEFAULT '',
    licensed_on TEXT   NOT NULL DEFAULT '',      -- first issue: the year of offences is counted from it
    fleet       BIGINT NOT NULL DEFAULT 0,       -- trucks it runs
    home        TEXT   NOT NULL DEFAULT '',      -- the transport authority where it is registered; '' this county's
    learnt      BIGINT NOT NULL DEFAULT 0,       -- 1: met on a ticket, nobody has confirmed it
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX haulage_carrier_name ON haulage_carrier (county, name);

CREATE TABLE haulage_driver (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    name        TEXT   NOT NULL,
    qualification TEXT NOT NULL,                 -- number of the certificate; unique
    qualified_on TEXT  NOT NULL DEFAULT '',
    carrier     BIGINT NOT NULL DEFAULT 0,
    home        TEXT   NOT NULL DEFAULT '',
    learnt      BIGINT NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX haulage_driver_no ON haulage_driver (county, qualification);

CREATE TABLE haulage_vehicle (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    plate       TEXT   NOT NULL,
    kind        TEXT   NOT NULL DEFAULT '',      -- truck, articulated, centre_axle, full_trailer; '' not known
    axles       BIGINT NOT NULL DEFAULT 0,
    drive_axles BIGINT NOT NULL DEFAULT 0,
    single_tyre_axles BIGINT NOT NULL DEFAULT 0,
    trailer_axles BIGINT NOT NULL DEFAULT 0,
    air_suspension BIGINT NOT NULL DEFAULT 0,
    axle_spacing_mm BIGINT NOT NULL DEFAULT 0,
    rated_kg    BIGINT NOT NULL DEFAULT 0,       -- greatest total mass in its registration
    tare_kg     BIGINT NOT NULL DEFAULT 0,       -- in its registration
    vehicle     TEXT   NOT NULL DEFAULT '',      -- tractor, low_speed, refrigerated, special_work
    transport_no TEXT  NOT NULL DEFAULT '',      -- 道路运输证
    certified_on TEXT  NOT NULL DEFAULT '',      -- its first issue
    carrier     BIGINT NOT NULL DEFAULT 0,
    home        TEXT   NOT NULL DEFAULT '',
    learnt      BIGINT NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL DEFAULT 0,       -- for copies: what has changed since
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX haulage_vehicle_changed ON haulage_vehicle (county, changed_at, id);
CREATE UNIQUE INDEX haulage_vehicle_plate ON haulage_vehicle (county, plate);
CREATE INDEX haulage_vehicle_carrier ON haulage_vehicle (county, carrier, id);

-- One weighing; never changed.  id: when, where, and which of the same second (haulage.h), so that the key is in the order
-- of time and the indexes are short.  What is known of it without the row stands in haulage_batch.
CREATE TABLE haulage_ticket (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    scale       BIGINT NOT NULL,
    no          TEXT   NOT NULL,                 -- its own number, of the software that weighed
    mine        BIGINT NOT NULL,                 -- where it was loaded: the weighbridge's, or traced; 0 not known
    vehicle     BIGINT NOT NULL,                 -- 0: no readable plate
    driver      BIGINT NOT NULL,
    carrier     BIGINT NOT NULL,
    direction   TEXT   NOT NULL,                 -- out loaded, in empty, pass: at a station or in motion
    axles       BIGINT NOT NULL,
    cargo       TEXT   NOT NULL,
    receiver    TEXT   NOT NULL,
    operator    TEXT   NOT NULL,
    gross_kg    BIGINT NOT NULL,
    tare_kg     BIGINT NOT NULL,
    net_kg      BIGINT NOT NULL,
    limit_kg    BIGINT NOT NULL,                 -- 0: the configuration is not known
    counted_kg  BIGINT NOT NULL,
    over_kg     BIGINT NOT NULL,
    result      TEXT   NOT NULL,                 -- ok, warning, fine, exempt, unknown
    decision    TEXT   NOT NULL,                 -- of the gate: open, closed; '' none
    reason      TEXT   NOT NULL,                 -- codes, blank between: why it stayed closed
    flags       BIGINT NOT NULL,                 -- signs (haulage.h)
    source      TEXT   NOT NULL,                 -- gate, http, file, hand, wim
    batch       BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX haulage_ticket_mine ON haulage_ticket (county, mine, id);
CREATE INDEX haulage_ticket_vehicle ON haulage_ticket (county, vehicle, id);
CREATE INDEX haulage_ticket_over ON haulage_ticket (county, id) WHERE over_kg > 0;
CREATE INDEX haulage_ticket_signs ON haulage_ticket (county, id) WHERE flags > 0;

-- Tickets taken in together: one leaf of the ledger, whose root is over all their hashes.
CREATE TABLE haulage_batch (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    tickets     BIGINT NOT NULL,
    ids         TEXT   NOT NULL,                 -- in order; each as the difference to the one before, decimal, commas
    root        TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    person      BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;

-- Sums kept with every batch: a mine's month, a truck's year and the county's day are a few rows.
CREATE TABLE haulage_day (
    county      BIGINT NOT NULL,
    day         TEXT   NOT NULL,
    mine        BIGINT NOT NULL,
    scale       BIGINT NOT NULL,
    trips       BIGINT NOT NULL,                 -- loaded: out of a mine, or past a station
    gross_kg    BIGINT NOT NULL,
    net_kg      BIGINT NOT NULL,
    net_kg2     DOUBLE PRECISION NOT NULL,       -- sum of squares of net_kg: for the error of the sum
    over        BIGINT NOT NULL,
    over_kg     BIGINT NOT NULL,
    closed      BIGINT NOT NULL,                 -- refused at the gate: not in trips and tonnes
    flagged     BIGINT NOT NULL,
    PRIMARY KEY (county, day, mine, scale)
) @clustered@;
CREATE INDEX haulage_day_mine ON haulage_day (county, mine, day);

CREATE TABLE haulage_hour (
    county      BIGINT NOT NULL,
    month       TEXT   NOT NULL,                 -- YYYY-MM
    mine        BIGINT NOT NULL,
    scale       BIGINT NOT NULL,
    hour        BIGINT NOT NULL,
    trips       BIGINT NOT NULL,
    over        BIGINT NOT NULL,
    over_kg     BIGINT NOT NULL,
    PRIMARY KEY (county, month, mine, scale, hour)
) @clustered@;

CREATE TABLE haulage_truck_month (
    county      BIGINT NOT NULL,
    vehicle     BIGINT NOT NULL,
    month       TEXT   NOT NULL,
    trips       BIGINT NOT NULL,
    net_kg      BIGINT NOT NULL,
    over        BIGINT NOT NULL,
    over_kg     BIGINT NOT NULL,
    PRIMARY KEY (county, vehicle, month)
) @clustered@;

-- What the next ticket of a truck needs to know.
CREATE TABLE haulage_truck (
    county      BIGINT NOT NULL,
    vehicle     BIGINT NOT NULL,
    last_out    BIGINT NOT NULL DEFAULT 0,       -- ticket of the last mine that let it out loaded
    last_mine   BIGINT NOT NULL DEFAULT 0,
    tare_kg     BIGINT NOT NULL DEFAULT 0,       -- mean of the tares weighed, the newest counting most
    tares       BIGINT NOT NULL DEFAULT 0,
    last_tare_kg BIGINT NOT NULL DEFAULT 0,
    last_tare_at BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (county, vehicle)
) @clustered@;

-- Who may not load or drive out: obeyed by every gate, copied to those on their own.
CREATE TABLE haulage_block (
    county      BIGINT NOT NULL,
    party       TEXT   NOT NULL CHECK (party IN ('vehicle', 'driver', 'carrier', 'mine')),
    item        BIGINT NOT NULL,
    measure     BIGINT NOT NULL,                 -- haulage_measure that says so
    name        TEXT   NOT NULL,                 -- plate, certificate, firm, mine: what a gate compares
    reason      TEXT   NOT NULL,
    since       TEXT   NOT NULL,
    PRIMARY KEY (county, party, item, measure)
) @clustered@;
CREATE INDEX haulage_block_name ON haulage_block (county, party, name);

-- Edge mode: what has to be told to the county, and what the county has told.
CREATE TABLE haulage_outbox (
    county      BIGINT NOT NULL,
    ticket      BIGINT NOT NULL,
    refused     TEXT   NOT NULL DEFAULT '',      -- the county's words; kept until a person has looked
    tried_at    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (county, ticket)
) @clustered@;
CREATE TABLE haulage_copy (
    county      BIGINT NOT NULL,
    scale       BIGINT NOT NULL,
    at          BIGINT NOT NULL,                 -- the county's time
    may_work    BIGINT NOT NULL,
    why         TEXT   NOT NULL,
    quota_kg    BIGINT NOT NULL,                 -- that the mine may still carry out this year; -1: no limit known
    taken_kg    BIGINT NOT NULL,                 -- carried out this year, as the county knew
    PRIMARY KEY (county, scale)
) @clustered@;

-- A ticket that was sent again with other weights: the first stands, the other is a sign.
CREATE TABLE haulage_differs (
    county      BIGINT NOT NULL,
    ticket      BIGINT NOT NULL,
    gross_kg    BIGINT NOT NULL,
    tare_kg     BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    person      BIGINT NOT NULL,
    PRIMARY KEY (county, ticket, gross_kg, tare_kg)
) @clustered@;
