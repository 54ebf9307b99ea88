-- The land of an organisation (a town): what the map draws beneath the mines.  GeoJSON geometry in degrees.
CREATE TABLE org_shape (
    county      BIGINT NOT NULL,
    org         BIGINT NOT NULL,
    shape       TEXT   NOT NULL,
    lon         DOUBLE PRECISION NOT NULL,       -- a point inside, for the name
    lat         DOUBLE PRECISION NOT NULL,
    area_m2     DOUBLE PRECISION NOT NULL,
    source      TEXT   NOT NULL DEFAULT '',      -- the file it came from
    person      BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (county, org)
) @clustered@;
