-- Organisations, people, sign-in, flows: what every room stands on.
-- Each business table has the county first in its key; times are seconds since 1970 UTC; days are YYYY-MM-DD.

CREATE TABLE org (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    parent      BIGINT NOT NULL DEFAULT 0,
    path        TEXT   NOT NULL,                 -- '/1/17/': the ids from the top down to this one
    kind        TEXT   NOT NULL CHECK (kind IN ('county', 'leadership', 'department', 'town', 'enterprise', 'third_party')),
    code        TEXT   NOT NULL DEFAULT '',      -- division code of a town, credit code of a firm
    name        TEXT   NOT NULL,
    short_name  TEXT   NOT NULL DEFAULT '',
    aliases     TEXT   NOT NULL DEFAULT '',      -- one a line
    supervises  BIGINT NOT NULL DEFAULT 0,       -- 1: 负有安全生产监管职责
    industry    BIGINT NOT NULL DEFAULT 0,       -- 1: 行业主管部门
    sort        BIGINT NOT NULL DEFAULT 0,
    active      BIGINT NOT NULL DEFAULT 1,
    version     BIGINT NOT NULL DEFAULT 1,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX org_name ON org (county, name);
CREATE INDEX org_path ON org (county, path);

CREATE TABLE person (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    org         BIGINT NOT NULL,
    name        TEXT   NOT NULL,
    title       TEXT   NOT NULL DEFAULT '',
    phone       TEXT   NOT NULL DEFAULT '',
    login       TEXT   NOT NULL,
    password    TEXT   NOT NULL DEFAULT '',      -- argon2id, or '' where nobody can sign in
    password_at BIGINT NOT NULL DEFAULT 0,
    must_change BIGINT NOT NULL DEFAULT 1,
    failures    BIGINT NOT NULL DEFAULT 0,
    locked_until BIGINT NOT NULL DEFAULT 0,
    active      BIGINT NOT NULL DEFAULT 1,
    lang        TEXT   NOT NULL DEFAULT 'zh',
    version     BIGINT NOT NULL DEFAULT 1,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX person_login ON person (county, login);
CREATE INDEX person_org ON person (county, org);

CREATE TABLE role_grant (
    county      BIGINT NOT NULL,
    person      BIGINT NOT NULL,
    role        TEXT   NOT NULL,
    granted_by  BIGINT NOT NULL,
    granted_at  BIGINT NOT NULL,
    PRIMARY KEY (county, person, role)
) @clustered@;

-- A browser's session or a program's bearer token; the token itself is not kept, only its SHA-256.
CREATE TABLE session (
    county      BIGINT NOT NULL,
    hash        TEXT   NOT NULL,
    id          BIGINT NOT NULL,
    person      BIGINT NOT NULL,
    kind        TEXT   NOT NULL CHECK (kind IN ('browser', 'program')),
    note        TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    seen_at     BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    address     TEXT   NOT NULL DEFAULT '',
    agent       TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (county, hash)
) @clustered@;
CREATE INDEX session_person ON session (county, person);

-- Sign-ins, refusals, locks: who tried what from where.  Kept apart from the ledger, which holds business.
CREATE TABLE audit (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    person      BIGINT NOT NULL DEFAULT 0,
    login       TEXT   NOT NULL DEFAULT '',
    event       TEXT   NOT NULL,
    address     TEXT   NOT NULL DEFAULT '',
    detail      TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (county, id)
) @clustered@;

-- A request that may be repeated safely: the answer that the first one got.
CREATE TABLE request_once (
    county      BIGINT NOT NULL,
    person      BIGINT NOT NULL,
    key         TEXT   NOT NULL,
    request     TEXT   NOT NULL,                 -- hash of method, path and body: another request may not reuse the key
    answer      TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, person, key)
) @clustered@;

-- Every step ever taken in any flow.
CREATE TABLE flow_history (
    county      BIGINT NOT NULL,
    flow        TEXT   NOT NULL,
    item        BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    action      TEXT   NOT NULL,
    from_state  TEXT   NOT NULL,
    to_state    TEXT   NOT NULL,
    person      BIGINT NOT NULL,
    org         BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    input       TEXT   NOT NULL DEFAULT '{}',    -- the step's input record as JSON
    PRIMARY KEY (county, flow, item, id)
) @clustered@;
CREATE INDEX flow_history_person ON flow_history (county, person, id);

-- Signatures of a step that several must take together (会签): one row a signer, asked first and signed later.
CREATE TABLE flow_signature (
    county      BIGINT NOT NULL,
    flow        TEXT   NOT NULL,
    item        BIGINT NOT NULL,
    action      TEXT   NOT NULL,
    round       BIGINT NOT NULL,                 -- a refused step begins a new round
    org         BIGINT NOT NULL,
    person      BIGINT NOT NULL DEFAULT 0,
    verdict     TEXT   NOT NULL DEFAULT '' CHECK (verdict IN ('', 'agree', 'refuse')),
    note        TEXT   NOT NULL DEFAULT '',
    asked_at    BIGINT NOT NULL,
    signed_at   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (county, flow, item, action, round, org)
) @clustered@;
CREATE INDEX flow_signature_org ON flow_signature (county, org, signed_at);
