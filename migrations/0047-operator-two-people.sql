-- Who entered a candidate's figure: another person must say whether the evidence bears it.  0: nobody knows any more.
ALTER TABLE operator_claim ADD COLUMN entered_by BIGINT NOT NULL DEFAULT 0;
UPDATE operator_claim SET entered_by = coalesce((SELECT max(h.person) FROM flow_history h WHERE h.county = operator_claim.county
    AND h.flow = 'opportunity' AND h.item = operator_claim.opportunity AND h.action = 'claim' AND h.at = operator_claim.at), 0);
