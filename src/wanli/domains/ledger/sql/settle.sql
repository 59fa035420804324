-- Book for these sources whatever differs between the records and the books, and nothing else.
-- The sources are sent once and looked up as an array that the planner need not read: a dozen
-- measures of four thousand people took longer to parse and to weigh than to count.
WITH wanted AS (
    SELECT %(sources)s::uuid[] AS ids
), records AS (
    {records}
), books AS (
    SELECT measure, source, path, sum(delta) AS n
    FROM ledger_entry
    WHERE NOT %(fresh)s AND source = ANY ((SELECT ids FROM wanted)::uuid[])
      AND measure = ANY (%(measures)s::text[])
    GROUP BY measure, source, path HAVING sum(delta) <> 0
)
INSERT INTO ledger_entry
    (path, measure, delta, source_kind, source, day, at, kind, reason, user_id)
SELECT path, measure, COALESCE(r.n, 0) - COALESCE(b.n, 0), k.source_kind, source,
       %(day)s, %(at)s, %(kind)s, %(reason)s, %(user)s
FROM records r FULL JOIN books b USING (measure, source, path)
JOIN unnest(%(measures)s::text[], %(source_kinds)s::text[]) AS k (measure, source_kind)
     USING (measure)
WHERE COALESCE(r.n, 0) <> COALESCE(b.n, 0)
