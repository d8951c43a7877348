-- Up Migration

-- How many cases of a status somebody has is counted without a look at all that they ever had.
CREATE INDEX cases_in_hand ON wendy.cases (assignee_name, status_name);
