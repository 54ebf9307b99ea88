-- What a person began, without reading all that he ever did.
CREATE INDEX flow_history_began ON flow_history (county, person, id) WHERE from_state = '';
-- Failed sign-ins by the address that they came from (core/session_sign_in.c).
CREATE INDEX audit_address ON audit (county, address, at);
