-- Mining rights: what a licence says beyond its paper, what may be extracted, what is left in the ground.

-- An exploration right is a licence without a mine (mine 0), and land is looked for by where it lies.
CREATE TABLE mine_licence_2 (
    county      BIGINT NOT NULL,
    mine        BIGINT NOT NULL,                 -- 0: an exploration right belongs to no mine yet
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    kind        TEXT   NOT NULL CHECK (kind IN ('mining', 'exploration', 'safety', 'business', 'blasting', 'environment', 'other')),
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
    lon_min     DOUBLE PRECISION NOT NULL DEFAULT 0,     -- bounds of the land; all 0: none, or not computed yet
    lat_min     DOUBLE PRECISION NOT NULL DEFAULT 0,
    lon_max     DOUBLE PRECISION NOT NULL DEFAULT 0,
    lat_max     DOUBLE PRECISION NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, mine, id)
) @clustered@;
INSERT INTO mine_licence_2 (county, mine, id, version, kind, number, holder, issuer, issued_on, valid_from, valid_to, withdrawn_on,
    minerals, scale_t, stated_km2, area_m2, crs, land_text, land, top_m, bottom_m, created_at)
    SELECT county, mine, id, version, kind, number, holder, issuer, issued_on, valid_from, valid_to, withdrawn_on,
    minerals, scale_t, stated_km2, area_m2, crs, land_text, land, top_m, bottom_m, created_at FROM mine_licence;
DROP TABLE mine_licence;
ALTER TABLE mine_licence_2 RENAME TO mine_licence;
CREATE INDEX mine_licence_end ON mine_licence (county, valid_to, id);
CREATE INDEX mine_licence_number ON mine_licence (county, number);
CREATE INDEX mine_licence_kind ON mine_licence (county, kind, valid_to, id);
CREATE INDEX mine_licence_one ON mine_licence (county, id);
CREATE INDEX mine_licence_window ON mine_licence (county, kind, lon_min, lat_min, lon_max, lat_max);

-- What a mining or exploration right has beyond the licence of the same id.
CREATE TABLE tenure_right (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,                 -- the licence's
    version     BIGINT NOT NULL DEFAULT 1,
    credit_code TEXT   NOT NULL DEFAULT '',      -- of the holder
    address     TEXT   NOT NULL DEFAULT '',
    main_mineral TEXT  NOT NULL DEFAULT '',      -- the licence's minerals name all of them
    method      TEXT   NOT NULL DEFAULT '' CHECK (method IN ('', 'open_pit', 'underground', 'both')),
    economy     TEXT   NOT NULL DEFAULT '',      -- economic type of the holder
    project     TEXT   NOT NULL DEFAULT '' CHECK (project IN ('', 'new', 'renewal', 'change')),
    obtained    TEXT   NOT NULL DEFAULT '' CHECK (obtained IN ('', 'application', 'tender', 'auction', 'listing', 'agreement')),
    level       TEXT   NOT NULL DEFAULT '' CHECK (level IN ('', 'county', 'city', 'province', 'ministry')),
    size        TEXT   NOT NULL DEFAULT '' CHECK (size IN ('', 'large', 'medium', 'small')),
    first_on    TEXT   NOT NULL DEFAULT '',      -- when the right was first granted
    listed      BIGINT NOT NULL DEFAULT 0,       -- 已挂牌
    deep        TEXT   NOT NULL DEFAULT '',      -- deep processing: what and where; '' none
    chain       TEXT   NOT NULL DEFAULT '',      -- industrial chain; '' none
    extensions  BIGINT NOT NULL DEFAULT 0,       -- of an exploration right: taken so far
    note        TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (county, id)
) @clustered@;

-- What the clock has told about a right that runs out: each mark once for each end.
CREATE TABLE tenure_told (
    county      BIGINT NOT NULL,
    item        BIGINT NOT NULL,
    valid_to    TEXT   NOT NULL,
    mark        TEXT   NOT NULL,                 -- '180' … '30', 'red', 'lapsed', 'report'
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, item, valid_to, mark)
) @clustered@;

-- What a mine may extract in a year beyond its licence and design: the plan that was approved, the quota it was given.
CREATE TABLE tenure_year (
    county      BIGINT NOT NULL,
    mine        BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    year        BIGINT NOT NULL,
    kind        TEXT   NOT NULL CHECK (kind IN ('plan', 'quota')),
    mineral     TEXT   NOT NULL DEFAULT '',
    t           BIGINT NOT NULL,
    document    TEXT   NOT NULL,                 -- number of the document that says so
    decided_by  TEXT   NOT NULL,                 -- who approved it
    decided_on  TEXT   NOT NULL,
    note        TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, mine, id)
) @clustered@;
CREATE UNIQUE INDEX tenure_year_one ON tenure_year (county, mine, year, kind, mineral);

-- The annual reserves report (储量年报), in tonnes.
CREATE TABLE tenure_reserve (
    county      BIGINT NOT NULL,
    mine        BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    year        BIGINT NOT NULL,
    mineral     TEXT   NOT NULL DEFAULT '',
    proven_t    BIGINT NOT NULL DEFAULT 0,       -- found in all
    start_t     BIGINT NOT NULL DEFAULT 0,       -- in place when the year began
    mined_t     BIGINT NOT NULL DEFAULT 0,
    lost_t      BIGINT NOT NULL DEFAULT 0,
    explored_t  BIGINT NOT NULL DEFAULT 0,       -- more or less by exploration
    recalculated_t BIGINT NOT NULL DEFAULT 0,    -- more or less by calculating anew
    end_t       BIGINT NOT NULL DEFAULT 0,       -- in place when the year ended, as the report states it
    recoverable_t BIGINT NOT NULL DEFAULT 0,     -- of those
    planned_t   BIGINT NOT NULL DEFAULT 0,       -- to be used up in the next year
    quality     TEXT   NOT NULL DEFAULT '',
    exempt      TEXT   NOT NULL DEFAULT '' CHECK (exempt IN ('', 'stopped', 'unused')),
    handed_on   TEXT   NOT NULL,
    document    TEXT   NOT NULL DEFAULT '',
    note        TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, mine, id)
) @clustered@;
CREATE UNIQUE INDEX tenure_reserve_one ON tenure_reserve (county, mine, year, mineral);
