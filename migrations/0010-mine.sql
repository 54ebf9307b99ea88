-- The register of mines: who they are, where they are, what they may take out, who works there.

CREATE TABLE mine (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    name        TEXT   NOT NULL,
    code        TEXT   NOT NULL DEFAULT '',      -- the county's or an import's own number; unique where it is there
    kind        TEXT   NOT NULL CHECK (kind IN ('open_pit', 'underground', 'tailings', 'processing')),
    minerals    TEXT   NOT NULL DEFAULT '',
    enterprise  BIGINT NOT NULL DEFAULT 0,       -- org of kind enterprise; 0: not known yet
    owners      TEXT   NOT NULL DEFAULT '',      -- as written: "甲公司 60%；乙公司 40%"
    town        BIGINT NOT NULL DEFAULT 0,       -- org of kind town on whose land it lies
    industry    BIGINT NOT NULL DEFAULT 0,       -- the department that supervises its industry
    lon         DOUBLE PRECISION NOT NULL DEFAULT 0,
    lat         DOUBLE PRECISION NOT NULL DEFAULT 0,
    scale_t     BIGINT NOT NULL DEFAULT 0,       -- tonnes a year as designed
    workers     BIGINT NOT NULL DEFAULT 0,
    started_on  TEXT   NOT NULL DEFAULT '',
    ended_on    TEXT   NOT NULL DEFAULT '',      -- closed for good
    accident_since TEXT NOT NULL DEFAULT '',     -- a production accident happened here on that day; '' none
    state       TEXT   NOT NULL DEFAULT 'unknown',       -- of the day state_day: working, stopped, ended, unknown
    state_day   TEXT   NOT NULL DEFAULT '',
    state_since TEXT   NOT NULL DEFAULT '',
    reasons     BIGINT NOT NULL DEFAULT 0,       -- how many reasons keep it from working
    worst       TEXT   NOT NULL DEFAULT '',      -- the code of the first of them
    note        TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX mine_name ON mine (county, name, town);
CREATE INDEX mine_code ON mine (county, code);
CREATE INDEX mine_town ON mine (county, town, id);
CREATE INDEX mine_enterprise ON mine (county, enterprise, id);
CREATE INDEX mine_industry ON mine (county, industry, id);
CREATE INDEX mine_state ON mine (county, state, id);

-- Places in a mine: working faces that move, benches, dumps, slopes, magazines.  A change of shape is a new row.
CREATE TABLE mine_place (
    county      BIGINT NOT NULL,
    mine        BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    place       BIGINT NOT NULL,                 -- the same place through its shapes: the id of its first row
    kind        TEXT   NOT NULL CHECK (kind IN ('face', 'bench', 'dump', 'slope', 'magazine', 'camera_post')),
    name        TEXT   NOT NULL,
    shape       TEXT   NOT NULL DEFAULT '',      -- GeoJSON geometry, WGS 84
    lon_min     DOUBLE PRECISION NOT NULL DEFAULT 0,
    lat_min     DOUBLE PRECISION NOT NULL DEFAULT 0,
    lon_max     DOUBLE PRECISION NOT NULL DEFAULT 0,
    lat_max     DOUBLE PRECISION NOT NULL DEFAULT 0,
    level_m     DOUBLE PRECISION NOT NULL DEFAULT 0,
    started_on  TEXT   NOT NULL,
    ended_on    TEXT   NOT NULL DEFAULT '',
    known_at    BIGINT NOT NULL,                 -- since when we knew
    known_by    BIGINT NOT NULL,
    PRIMARY KEY (county, mine, id)
) @clustered@;
CREATE INDEX mine_place_one ON mine_place (county, place, id);

CREATE TABLE mine_licence (
    county      BIGINT NOT NULL,
    mine        BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    kind        TEXT   NOT NULL CHECK (kind IN ('mining', 'safety', 'business', 'blasting', 'environment', 'other')),
    number      TEXT   NOT NULL,
    holder      TEXT   NOT NULL DEFAULT '',
    issuer      TEXT   NOT NULL DEFAULT '',
    issued_on   TEXT   NOT NULL DEFAULT '',
    valid_from  TEXT   NOT NULL DEFAULT '',
    valid_to    TEXT   NOT NULL DEFAULT '',
    withdrawn_on TEXT  NOT NULL DEFAULT '',      -- suspended or revoked from this day on
    minerals    TEXT   NOT NULL DEFAULT '',
    scale_t     BIGINT NOT NULL DEFAULT 0,
    stated_km2  DOUBLE PRECISION NOT NULL DEFAULT 0,
    area_m2     DOUBLE PRECISION NOT NULL DEFAULT 0,     -- computed from the land
    crs         TEXT   NOT NULL DEFAULT '',
    land_text   TEXT   NOT NULL DEFAULT '',      -- the published coordinates, as they were given
    land        TEXT   NOT NULL DEFAULT '',      -- GeoJSON geometry, WGS 84
    top_m       DOUBLE PRECISION NOT NULL DEFAULT 0,
    bottom_m    DOUBLE PRECISION NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, mine, id)
) @clustered@;
CREATE INDEX mine_licence_end ON mine_licence (county, valid_to, id);
CREATE INDEX mine_licence_number ON mine_licence (county, number);

-- People whose certificates a mine needs: head, safety manager, blaster, electrician …
CREATE TABLE mine_certificate (
    county      BIGINT NOT NULL,
    mine        BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    person      TEXT   NOT NULL,
    post        TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    number      TEXT   NOT NULL DEFAULT '',
    valid_from  TEXT   NOT NULL DEFAULT '',
    valid_to    TEXT   NOT NULL DEFAULT '',
    left_on     TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, mine, id)
) @clustered@;
CREATE INDEX mine_certificate_end ON mine_certificate (county, valid_to, id);

-- What a register row said, and since when we knew: a row of the register is never just overwritten.
CREATE TABLE register_version (
    county      BIGINT NOT NULL,
    kind        TEXT   NOT NULL,                 -- 'mine', 'mine_licence' …
    item        BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    person      BIGINT NOT NULL,
    data        TEXT   NOT NULL,
    PRIMARY KEY (county, kind, item, version)
) @clustered@;
