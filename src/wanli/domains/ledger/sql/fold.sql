-- Take the oldest entries of the tail and add them to every place above them, in one statement:
-- whoever reads sees an entry either in the tail or in the balances, never in both or neither.
-- Taken up to an id, not by a list of ids: a tail is mostly empty, and a plan made for an empty
-- table would look every entry up in the whole list.
-- Summed by label before the places' paths are looked up: a path is long to compare and to sort.
WITH last AS MATERIALIZED (
    SELECT max(id) AS id FROM (SELECT id FROM ledger_tail ORDER BY id LIMIT %(batch)s) AS oldest
), taken AS (
    DELETE FROM ledger_tail WHERE id <= (SELECT id FROM last)
    RETURNING path, measure, day, delta, transfer
), grouped AS (
    SELECT path, measure, day, sum(delta) AS net,
           COALESCE(sum(delta) FILTER (WHERE delta > 0 AND NOT transfer), 0) AS plus,
           COALESCE(-sum(delta) FILTER (WHERE delta < 0 AND NOT transfer), 0) AS minus
    FROM taken GROUP BY path, measure, day
), summed AS (
    SELECT above.label, g.measure, g.day,
           sum(g.net) AS net, sum(g.plus) AS plus, sum(g.minus) AS minus
    FROM grouped g
    CROSS JOIN LATERAL unnest(string_to_array(g.path::text, '.')) AS above (label)
    GROUP BY above.label, g.measure, g.day
), spread AS (
    SELECT p.label, p.path, s.measure, s.day, s.net, s.plus, s.minus
    FROM summed s JOIN places_place p ON p.label = s.label
), stock AS (
    INSERT INTO ledger_stock AS s (label, path, measure, net)
    SELECT label, (array_agg(path))[1], measure, sum(net) FROM spread GROUP BY label, measure
    ON CONFLICT (label, measure) DO UPDATE SET net = s.net + excluded.net
), days AS (
    INSERT INTO ledger_day AS d (label, path, measure, day, plus, minus, net)
    SELECT label, path, measure, day, plus, minus, net FROM spread
    ON CONFLICT (label, measure, day) DO UPDATE
    SET plus = d.plus + excluded.plus, minus = d.minus + excluded.minus, net = d.net + excluded.net
)
SELECT count(*) FROM taken
