-- A million hazards: what is closed is counted once, lists find their rows by an index, the map by a grid.

-- Hazards that have ended, counted by what statistics ask for; open ones are few and are counted each time.
CREATE TABLE hazard_tally (
    county      BIGINT NOT NULL,
    month       TEXT   NOT NULL,                 -- in which they were found, YYYY-MM; '' sums up all months
    town        BIGINT NOT NULL,
    industry    BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    level       TEXT   NOT NULL,
    closed      BIGINT NOT NULL,
    cancelled   BIGINT NOT NULL,
    in_time     BIGINT NOT NULL,                 -- of those closed: rectified by their day
    repeats     BIGINT NOT NULL,                 -- of those closed: rechecks failed
    PRIMARY KEY (county, month, town, industry, kind, level)
) @clustered@;
-- The same by mine.
CREATE TABLE hazard_mine_tally (
    county      BIGINT NOT NULL,
    month       TEXT   NOT NULL,
    mine        BIGINT NOT NULL,
    town        BIGINT NOT NULL,
    enterprise  BIGINT NOT NULL,
    closed      BIGINT NOT NULL,
    cancelled   BIGINT NOT NULL,
    in_time     BIGINT NOT NULL,
    repeats     BIGINT NOT NULL,
    PRIMARY KEY (county, month, mine, town, enterprise)
) @clustered@;
INSERT INTO hazard_tally (county, month, town, industry, kind, level, closed, cancelled, in_time, repeats)
    SELECT county, substr(found_on, 1, 7), town, industry, kind, level,
           sum(CASE WHEN state = 'closed' THEN 1 ELSE 0 END), sum(CASE WHEN state = 'cancelled' THEN 1 ELSE 0 END),
           sum(CASE WHEN state = 'closed' AND due <> '' AND rectified_on <= due THEN 1 ELSE 0 END),
           sum(CASE WHEN state = 'closed' THEN repeats ELSE 0 END)
      FROM hazard WHERE ended_on <> '' GROUP BY county, substr(found_on, 1, 7), town, industry, kind, level;
INSERT INTO hazard_mine_tally (county, month, mine, town, enterprise, closed, cancelled, in_time, repeats)
    SELECT county, substr(found_on, 1, 7), mine, town, enterprise,
           sum(CASE WHEN state = 'closed' THEN 1 ELSE 0 END), sum(CASE WHEN state = 'cancelled' THEN 1 ELSE 0 END),
           sum(CASE WHEN state = 'closed' AND due <> '' AND rectified_on <= due THEN 1 ELSE 0 END),
           sum(CASE WHEN state = 'closed' THEN repeats ELSE 0 END)
      FROM hazard WHERE ended_on <> '' GROUP BY county, substr(found_on, 1, 7), mine, town, enterprise;
INSERT INTO hazard_tally (county, month, town, industry, kind, level, closed, cancelled, in_time, repeats)
    SELECT county, '', town, industry, kind, level, sum(closed), sum(cancelled), sum(in_time), sum(repeats)
      FROM hazard_tally GROUP BY county, town, industry, kind, level;
INSERT INTO hazard_mine_tally (county, month, mine, town, enterprise, closed, cancelled, in_time, repeats)
    SELECT county, '', mine, town, enterprise, sum(closed), sum(cancelled), sum(in_time), sum(repeats)
      FROM hazard_mine_tally GROUP BY county, mine, town, enterprise;

-- 1: the enterprise found it itself and mends it without an order; its own safety officer rechecks it.
ALTER TABLE hazard ADD COLUMN own BIGINT NOT NULL DEFAULT 0;
-- A recheck that failed gave a new day; old_due is the one before it, '' where it stayed.
ALTER TABLE hazard_round ADD COLUMN old_due TEXT NOT NULL DEFAULT '';
CREATE INDEX hazard_kind ON hazard (county, kind, due_key, id);
CREATE INDEX hazard_criterion ON hazard (county, criterion, due_key, id);
CREATE INDEX hazard_found_town ON hazard (county, town, found_on, id);
CREATE INDEX hazard_repeats_town ON hazard (county, town, repeats, id);
CREATE INDEX hazard_found_state ON hazard (county, state, found_on, id);
-- Statistics of what is open, and the map, are read from these indexes alone (ended_on is in them because SQLite asks for it).
CREATE INDEX hazard_open_counts ON hazard (county, town, industry, kind, level, due_key, rectified_on, repeats, found_on, ended_on)
    WHERE ended_on = '';
CREATE INDEX hazard_open_mines ON hazard (county, mine, enterprise, level, due_key, rectified_on, repeats, found_on, ended_on)
    WHERE ended_on = '';
CREATE INDEX hazard_open_months ON hazard (county, found_on, level, due_key, rectified_on, repeats, ended_on) WHERE ended_on = '';
CREATE INDEX hazard_listed ON hazard (county, reported_on, id) WHERE ended_on = '' AND listed_on <> '';

-- Each accident with casualties of a mine: only an approval that began after the last one lets it work again.
CREATE TABLE mine_accident (
    county      BIGINT NOT NULL,
    mine        BIGINT NOT NULL,
    day         TEXT   NOT NULL,
    PRIMARY KEY (county, mine, day)
) @clustered@;
INSERT INTO mine_accident (county, mine, day) SELECT county, id, accident_since FROM mine WHERE accident_since <> '';
INSERT INTO mine_accident (county, mine, day)
    SELECT DISTINCT a.county, a.mine, a.day FROM accident a WHERE a.mine <> 0 AND a.production = 1 AND a.deaths + a.injured > 0
       AND NOT EXISTS (SELECT 1 FROM mine_accident x WHERE x.county = a.county AND x.mine = a.mine AND x.day = a.day);
UPDATE mine SET accident_since = (SELECT max(x.day) FROM mine_accident x WHERE x.county = mine.county AND x.mine = mine.id)
    WHERE EXISTS (SELECT 1 FROM mine_accident x WHERE x.county = mine.county AND x.mine = mine.id);

-- A place lies in one cell of a grid of 0.01 degrees, by its south-western corner: (row) * 100000 + column, both counted
-- from 180 west and 90 south.  What is larger than a cell has grid -1 and is looked through.
ALTER TABLE mine_place ADD COLUMN grid BIGINT NOT NULL DEFAULT -1;
UPDATE mine_place SET grid =
    (CAST((lat_min + 90) * 100 AS BIGINT) - CASE WHEN CAST((lat_min + 90) * 100 AS BIGINT) > (lat_min + 90) * 100 THEN 1 ELSE 0 END) * 100000
    + CAST((lon_min + 180) * 100 AS BIGINT) - CASE WHEN CAST((lon_min + 180) * 100 AS BIGINT) > (lon_min + 180) * 100 THEN 1 ELSE 0 END
    WHERE shape <> '' AND lon_max - lon_min <= 0.01 AND lat_max - lat_min <= 0.01 AND lon_min >= -180 AND lat_min >= -90;
CREATE INDEX mine_place_grid ON mine_place (county, ended_on, grid, mine, id);
CREATE INDEX mine_at ON mine (county, lat, lon);
CREATE INDEX mine_stale ON mine (county, state_day, id);
CREATE INDEX search_doc_hit ON search_doc (county, doc, kind, pending, item);

-- What the day's timer has told, so that it tells each thing once.
CREATE TABLE clock_told (
    county      BIGINT NOT NULL,
    kind        TEXT   NOT NULL,                 -- hazard, mine_licence …
    item        BIGINT NOT NULL,
    clock       TEXT   NOT NULL,                 -- which of its days, and how long before it: due, due-3, overdue
    day         TEXT   NOT NULL,                 -- the day that it is about: another day is told anew
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, kind, item, clock, day)
) @clustered@;
-- Up to which day it has looked.
CREATE TABLE clock_mark (
    county      BIGINT NOT NULL,
    source      TEXT   NOT NULL,
    day         TEXT   NOT NULL,
    PRIMARY KEY (county, source)
) @clustered@;
CREATE INDEX accident_open ON accident (county, due, id) WHERE closed_on = '';
