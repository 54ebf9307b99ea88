-- To-dos ask for the open rows of one organisation; the map for what lies in its window.
CREATE INDEX hazard_open_enterprise ON hazard (county, enterprise, due_key, id) WHERE ended_on = '';
CREATE INDEX hazard_open_town ON hazard (county, town, due_key, id) WHERE ended_on = '';
CREATE INDEX hazard_open_order ON hazard (county, order_org, due_key, id) WHERE ended_on = '';
CREATE INDEX hazard_open_found ON hazard (county, found_org, due_key, id) WHERE ended_on = '';
CREATE INDEX resumption_waits ON resumption (county, waits_for, due_key, id);
CREATE INDEX mine_place_window ON mine_place (county, ended_on, lon_min, lat_min, lon_max, lat_max, mine, id);
CREATE INDEX mine_list ON mine (county, name, id);
CREATE INDEX mine_since ON mine (county, state_since, id);
CREATE INDEX mine_counts ON mine (county, state, worst, town);
