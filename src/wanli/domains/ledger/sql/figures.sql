-- The figures of the wanted places: folded balances and the tail, read in one snapshot.
-- All that counts is laid one below the other and summed, and the tail is joined with nothing: it is
-- mostly empty, and a plan made for an empty table would hold each entry of a long one, one by one,
-- against every place that is wanted.
WITH wanted AS MATERIALIZED (
    SELECT label, path FROM places_place WHERE {places}
), waiting AS MATERIALIZED (
    SELECT path, measure,
           sum(delta) FILTER (WHERE %(day)s::date IS NULL OR day <= %(day)s::date) AS net,
           sum(delta) FILTER (WHERE delta > 0 AND NOT transfer AND day = %(on)s::date) AS plus,
           -sum(delta) FILTER (WHERE delta < 0 AND NOT transfer AND day = %(on)s::date) AS minus
    FROM ledger_tail WHERE measure = ANY (%(measures)s::text[])
    GROUP BY path, measure
), parts (label, path, measure, net, plus, minus) AS (
    SELECT w.label, w.path::text, m.measure, 0, 0, 0
    FROM wanted w CROSS JOIN unnest(%(measures)s::text[]) AS m (measure)
    UNION ALL
    SELECT s.label, NULL, s.measure, s.net, 0, 0
    FROM wanted w JOIN ledger_stock s ON s.label = w.label
    WHERE s.measure = ANY (%(measures)s::text[])
    UNION ALL
    -- What came later is taken off again.
    SELECT d.label, NULL, d.measure, CASE WHEN d.day > %(day)s::date THEN -d.net ELSE 0 END,
           CASE WHEN d.day = %(on)s::date THEN d.plus ELSE 0 END,
           CASE WHEN d.day = %(on)s::date THEN d.minus ELSE 0 END
    FROM wanted w JOIN ledger_day d ON d.label = w.label
    WHERE d.measure = ANY (%(measures)s::text[]) AND d.day >= %(on)s::date
    UNION ALL
    SELECT above.label, NULL, t.measure, t.net, t.plus, t.minus
    FROM waiting t
    CROSS JOIN LATERAL unnest(string_to_array(t.path::text, '.')) AS above (label)
)
SELECT label, max(path) AS path, measure,
       COALESCE(sum(net), 0)::bigint, COALESCE(sum(plus), 0)::bigint, COALESCE(sum(minus), 0)::bigint
FROM parts GROUP BY label, measure HAVING max(path) IS NOT NULL
ORDER BY max(path) COLLATE "C", measure
